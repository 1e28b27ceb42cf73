import { askedToInstall } from "./asked-to-install.js";
import type { Broker, Log } from "./broker.js";
import { BrokerError } from "./broker-error.js";
import { dockerNode } from "./docker-node.js";
import { givenBroker } from "./given-broker.js";
import { installDebian } from "./install-debian.js";
import { installedNode } from "./installed-node.js";

/** One way to come by a broker. */
export interface Way {
  /** What a reader of the error can do to open this way. */
  readonly advice: string;
  /** A broker, or undefined when this way is closed on this machine; rejects when it is open and fails. */
  open(log: Log): Promise<Broker | undefined>;
}

/** All ways, in the order in which they are tried. The last one changes the machine, so it is open only when asked for. */
export const ways: readonly Way[] = [
  { advice: "set AMQP_URL to a RabbitMQ that may be used", open: () => givenBroker(process.env["AMQP_URL"]) },
  { advice: "install rabbitmq-server (a private node is started, never the service)", open: installedNode },
  { advice: "start a Docker engine", open: (log) => dockerNode(log) },
  {
    advice: "as root on Debian or Ubuntu: npm run rabbitmq:install, or RABBITGEN_INSTALL=1",
    open: async (log) => (askedToInstall() && (await installDebian(log)) ? installedNode(log) : undefined),
  },
];

/**
 * Gives a RabbitMQ to work with: that of `AMQP_URL`, else a private node, else a container, else, with
 * `RABBITGEN_INSTALL=1` alone, a private node after installing the package. Rejects with `BrokerError` that lists the
 * ways when there is none.
 */
export async function findBroker(
  options: { readonly log?: Log; readonly ways?: readonly Way[] } = {},
): Promise<Broker> {
  const { log = () => {}, ways: tried = ways } = options;
  for (const way of tried) {
    const broker = await way.open(log);
    if (broker) return broker;
  }
  const advice = tried.map((way) => `\n  - ${way.advice}`).join("");
  throw new BrokerError(`No RabbitMQ found. Any one of these helps:${advice}`);
}
