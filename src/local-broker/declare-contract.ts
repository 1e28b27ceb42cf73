import type { EventFamily } from "../../runtime/contract/event-version.js";
import type { Contract } from "../contract/contract.js";
import type { EmbeddedBroker } from "../embedded-broker/index.js";
import { topologyOf } from "../topology/topology-of.js";

/** What was declared, and what could not be. */
export interface Declared {
  readonly exchanges: number;
  readonly queues: number;
  readonly bindings: number;
  /** Consumptions without a queue of their own in `contract.json`, such as `svc-cache reads stock_reserved`. */
  readonly withoutQueue: readonly string[];
}

/**
 * Declares what the services of a contract would when they start: the exchanges of all events, and each service's
 * queues with their retry queues, dead-letter queues and bindings. Throws `ConfigurationError` or `AmqpError` for what a
 * service could not declare either.
 */
export function declareContract(
  broker: Pick<EmbeddedBroker, "vhost">,
  contract: Contract,
  families: readonly EventFamily[],
): Declared {
  const own = new Map(contract.services.map(({ name, vhost }) => [name, vhost]));
  // consumers of an event without a virtual host connect to the one of their URL, which may be their own
  const vhostName = (vhost: string | undefined, consumer = "") => vhost ?? own.get(consumer) ?? "/";
  const { vhosts } = topologyOf(contract, families, { vhostName });
  for (const { name, exchanges, queues, bindings } of vhosts) {
    const vhost = broker.vhost(name);
    const present = new Set(vhost.exchanges().map((exchange) => exchange.name));
    for (const exchange of exchanges) {
      // the type of an exchange that others declare is not known; a topic exchange accepts any key
      const { type = "topic" } = exchange;
      if (exchange.type !== undefined || !present.has(exchange.name))
        vhost.declareExchange(exchange.name, { type });
    }
    for (const queue of queues) vhost.declareQueue(queue.name, { arguments: queue.arguments });
    for (const binding of bindings) vhost.bind(binding);
  }
  const count = (what: "exchanges" | "queues" | "bindings"): number =>
    vhosts.reduce((sum, vhost) => sum + vhost[what].length, 0);
  const withoutQueue = contract.services.flatMap(({ name, consumes }) =>
    [...consumes].flatMap(([event, { queue }]) => (queue === undefined ? [`${name} consumes ${event}`] : [])),
  );
  return {
    exchanges: count("exchanges"),
    queues: count("queues"),
    bindings: count("bindings"),
    withoutQueue,
  };
}
