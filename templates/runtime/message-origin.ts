import type { Message } from "amqplib";

/** Our own headers; strings all, and none starts with `x-`. */
export const ATTEMPT_HEADER: string = "rabbitgen-attempt";
export const EXCHANGE_HEADER: string = "rabbitgen-exchange";
export const ROUTING_KEY_HEADER: string = "rabbitgen-routing-key";

/** The exchange and routing key that a message was first published with; a retried copy comes through the default exchange. */
export function originOf({ fields, properties }: Message): {
  readonly exchange: string;
  readonly routingKey: string;
} {
  const headers: Readonly<Record<string, unknown>> = properties.headers ?? {};
  const exchange = headers[EXCHANGE_HEADER];
  const routingKey = headers[ROUTING_KEY_HEADER];
  if (fields.exchange === "" && typeof exchange === "string" && typeof routingKey === "string")
    return { exchange, routingKey };
  return { exchange: fields.exchange, routingKey: fields.routingKey };
}

/**
 * Which attempt this delivery is, from 1: our header counts the copies, and the quorum queue's `x-delivery-count`
 * the deliveries of this copy that ended without an answer.
 */
export function attemptOf(message: Message): number {
  const headers: Readonly<Record<string, unknown>> = message.properties.headers ?? {};
  return whole(headers[ATTEMPT_HEADER], 1) + deliveriesOf(headers);
}

/** How many deliveries of this copy ended without an answer, as far as the broker says; a classic queue says once. */
export function unansweredOf({ fields, properties }: Message): number {
  return Math.max(deliveriesOf(properties.headers ?? {}), fields.redelivered ? 1 : 0);
}

function deliveriesOf(headers: Readonly<Record<string, unknown>>): number {
  return whole(headers["x-delivery-count"], 0);
}

/** A count that somebody else wrote; `least` if it is missing or makes no sense. */
function whole(value: unknown, least: number): number {
  const count = typeof value === "string" || typeof value === "number" ? Number(value) : least;
  return Number.isSafeInteger(count) && count >= least ? count : least;
}
