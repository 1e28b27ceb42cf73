import type { Broker } from "../../rabbitmq/broker.js";
import { startEmbeddedBroker } from "../../src/embedded-broker/index.js";

/**
 * What only a RabbitMQ node of our own can do:
 * - `rabbitmqctl`: change users, permissions and policies, raise alarms, close connections.
 * - `node`: be stopped, killed and started again.
 */
export type Capability = "rabbitmqctl" | "node";

/** Whether a broker lacks it: that of `AMQP_URL`, which is not ours, and the embedded one lack both. */
export function lacks({ origin }: Pick<Broker, "origin">, _: Capability): boolean {
  return origin === "AMQP_URL" || origin === "embedded";
}

/** The embedded broker, as a bench has its broker. */
export async function embeddedBroker(): Promise<Broker> {
  const broker = await startEmbeddedBroker({ vhosts: [] }); // others do not exist, as in a RabbitMQ
  const needs = (capability: Capability) => async () => {
    throw new Error(`this test needs ${capability}, which the embedded broker lacks: it must be skipped`);
  };
  const dispose = () => broker.close();
  return {
    url: broker.url,
    version: broker.version,
    origin: "embedded",
    ctl: needs("rabbitmqctl"),
    stop: needs("node"),
    start: needs("node"),
    kill: needs("node"),
    restart: needs("node"),
    dispose,
    [Symbol.asyncDispose]: dispose,
  };
}
