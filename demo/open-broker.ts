import type { VhostName } from "../generated/contract.js";
import { findBroker } from "../rabbitmq/find-broker.js";
import { startEmbeddedBroker } from "../src/embedded-broker/index.js";
import { inOneVhost } from "./in-one-vhost.js";

/** The broker of the demo; `await using` stops it, unless it is the one of `AMQP_URL`. */
export interface DemoBroker extends AsyncDisposable {
  readonly url: string;
  /** What `connect` is given as `vhosts`: without them each virtual host of the contract is one of the broker. */
  readonly vhosts: Readonly<Record<VhostName, string>> | undefined;
  /** The URL for plain amqplib, which does not map virtual hosts. */
  urlOf(vhost: VhostName): string;
  /** The name to display, such as `RabbitMQ 4.0.5 of AMQP_URL`. */
  readonly name: string;
  /** Whether other programs may use it as well. */
  readonly isShared: boolean;
}

/**
 * Opens the broker of `AMQP_URL`, else the embedded one; with `rabbitmq`, a real one where `AMQP_URL` is not set:
 * installed, else a container. Rejects with `BrokerError` when there is none.
 */
export async function openBroker(options: {
  readonly rabbitmq: boolean;
  readonly log: (line: string) => void;
}): Promise<DemoBroker> {
  if (options.rabbitmq || process.env["AMQP_URL"]) {
    const broker = await findBroker({ log: options.log });
    const isShared = broker.origin === "AMQP_URL";
    return {
      get url() {
        return broker.url;
      },
      get vhosts() {
        return inOneVhost(broker.url);
      },
      urlOf: () => broker.url,
      name: `RabbitMQ ${broker.version}${isShared ? " of AMQP_URL" : ""}`,
      isShared,
      [Symbol.asyncDispose]: () => broker.dispose(),
    };
  }
  const broker = await startEmbeddedBroker();
  return {
    url: broker.url,
    vhosts: undefined,
    urlOf: (vhost) => new URL(`/${encodeURIComponent(vhost)}`, broker.url).href,
    name: "the embedded broker, in this process",
    isShared: false,
    [Symbol.asyncDispose]: () => broker.close(),
  };
}
