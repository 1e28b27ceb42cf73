import type { Exchange } from "./contract.js";

/**
 * The exchanges that each virtual host has from the start (RabbitMQ's documentation, Exchanges: "Predeclared Exchanges"),
 * with their types. They can be used and not changed; the default one has no name.
 */
export const predeclaredExchanges: ReadonlyMap<string, Exchange["type"]> = new Map([
  ["amq.direct", "direct"],
  ["amq.fanout", "fanout"],
  ["amq.headers", "headers"],
  ["amq.match", "headers"],
  ["amq.topic", "topic"],
]);

/** True for a name that begins with `amq.` and means nothing that exists: RabbitMQ refuses to declare it (403). */
export function isReserved(exchange: string): boolean {
  return exchange.startsWith("amq.") && !predeclaredExchanges.has(exchange);
}
