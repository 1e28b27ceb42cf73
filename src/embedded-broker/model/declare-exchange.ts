import { AmqpError } from "../protocol/amqp-error.js";
import { assertSameArguments, assertSameProperty } from "./equivalence.js";
import type { Exchange, ExchangeDefinition } from "./exchange.js";
import { matchers } from "./matcher.js";
import { resourceName } from "./resource-name.js";
import type { VirtualHost } from "./virtual-host.js";

/** Finds or creates an exchange; throws what RabbitMQ answers to a declaration that it refuses. */
export function declareExchange(vhost: VirtualHost, definition: ExchangeDefinition): Exchange {
  const { name, type } = definition;
  if (!Object.hasOwn(matchers, type))
    throw new AmqpError("PRECONDITION_FAILED", `unknown exchange type '${type}'`);
  refuseDefaultExchange(name);
  const of = resourceName("exchange", name, vhost.name);
  const existing = vhost.exchanges.get(name);
  if (existing === undefined) {
    refuseReservedName("exchange", name);
    const alternate = definition.arguments.get("alternate-exchange");
    if (alternate !== undefined && alternate.type !== "longstr") {
      throw new AmqpError(
        "PRECONDITION_FAILED",
        `invalid type '${alternate.type}' for arg 'alternate-exchange' in ${of}`,
      );
    }
    return vhost.addExchange(definition);
  }
  const current = existing.definition;
  assertSameProperty("type", current.type, type, of);
  assertSameProperty("durable", current.durable, definition.durable, of);
  assertSameProperty("auto_delete", current.autoDelete, definition.autoDelete, of);
  assertSameProperty("internal", current.internal, definition.internal, of);
  assertSameArguments(current.arguments, definition.arguments, of, ["alternate-exchange"]);
  return existing;
}

/** Deletes an exchange; one that is missing is deleted already. */
export function deleteExchange(vhost: VirtualHost, name: string, ifUnused: boolean): void {
  refuseDefaultExchange(name);
  const of = resourceName("exchange", name, vhost.name);
  if (name.startsWith("amq.")) throw new AmqpError("ACCESS_REFUSED", `deletion of system ${of} not allowed`);
  const exchange = vhost.exchanges.get(name);
  if (exchange === undefined) return;
  if (ifUnused && exchange.outgoing.size > 0) throw new AmqpError("PRECONDITION_FAILED", `${of} in use`);
  vhost.removeExchange(exchange);
}

export function refuseDefaultExchange(name: string): void {
  if (name === "") throw new AmqpError("ACCESS_REFUSED", "operation not permitted on the default exchange");
}

export function refuseReservedName(kind: "queue" | "exchange", name: string): void {
  if (!name.startsWith("amq.")) return;
  throw new AmqpError("ACCESS_REFUSED", `${kind} name '${name}' contains reserved prefix 'amq.*'`);
}
