import { Buffer } from "node:buffer";
import type { Message } from "amqplib";

/** The SDK's own headers; all are strings, and none starts with `x-`. */
export const ATTEMPT_HEADER: string = "rabbitgen-attempt";
/** The queue and `message_id` that the attempt count applies to. */
export const ATTEMPT_OF_HEADER: string = "rabbitgen-attempt-of";
export const EXCHANGE_HEADER: string = "rabbitgen-exchange";
export const ROUTING_KEY_HEADER: string = "rabbitgen-routing-key";

/** What a delivery's attempt count is checked against. */
export interface AttemptLimits {
  /** The consumed queue. */
  readonly queue: string;
  readonly maxAttempts: number;
  /** Whether the broker counts deliveries: quorum queues do; classic ones pass on anything that a publisher wrote. */
  readonly counted: boolean;
}

/** The headers of a message, without anything that a sender put into their prototype. */
export function headersOf({ properties }: Pick<Message, "properties">): Readonly<Record<string, unknown>> {
  const headers: Record<string, unknown> = Object.create(null);
  for (const [name, value] of Object.entries(properties.headers ?? {})) headers[name] = value;
  return headers;
}

/** The exchange and routing key of a message's first publish; a retried copy arrives through the default exchange. */
export function originOf({
  fields,
  properties,
}: {
  readonly fields: Pick<Message["fields"], "exchange" | "routingKey">;
  readonly properties: { readonly headers?: unknown };
}): {
  readonly exchange: string;
  readonly routingKey: string;
} {
  if (fields.exchange === "") {
    const exchange = ownValue(properties.headers, EXCHANGE_HEADER);
    const routingKey = ownValue(properties.headers, ROUTING_KEY_HEADER);
    if (isName(exchange) && isName(routingKey)) return { exchange, routingKey };
  }
  return { exchange: fields.exchange, routingKey: fields.routingKey };
}

/** The headers that count the attempts of a message's copy. */
export function attemptHeaders(
  attempt: number,
  queue: string,
  messageId: string,
): Readonly<Record<string, string>> {
  return { [ATTEMPT_HEADER]: String(attempt), [ATTEMPT_OF_HEADER]: `${queue} ${messageId}` };
}

/**
 * Which attempt this delivery is, from 1: the SDK's header counts the copies, and the quorum queue's `x-delivery-count`
 * the deliveries of this copy that were not acknowledged.
 *
 * Any publisher can write such headers, and other services copy them to messages derived from this SDK's. So the header
 * counts only for the message that it names, arriving from a retry queue of this queue according to the broker's
 * `x-death`; and never beyond `maxAttempts`, so that it alone cannot keep a message from its handler.
 */
export function attemptOf(message: Message, limits: AttemptLimits): number {
  return Math.min(copiedAttempt(message, limits), limits.maxAttempts) + deliveriesOf(message, limits);
}

/**
 * How many deliveries of this copy were not acknowledged, as far as the broker reports; a classic queue reports at most
 * one.
 */
export function unansweredOf(message: Message, limits: AttemptLimits): number {
  return Math.max(deliveriesOf(message, limits), message.fields.redelivered ? 1 : 0);
}

function copiedAttempt({ fields, properties }: Message, { queue }: AttemptLimits): number {
  if (fields.exchange !== "" || fields.routingKey !== queue) return 1;
  const { headers } = properties;
  if (ownValue(headers, ATTEMPT_OF_HEADER) !== `${queue} ${String(properties.messageId)}`) return 1;
  const deaths = ownValue(headers, "x-death");
  const last: unknown = Array.isArray(deaths) ? deaths[0] : undefined;
  const from = ownValue(last, "queue");
  const isRetried =
    typeof from === "string" && from.startsWith(`${queue}.retry.`) && ownValue(last, "reason") === "expired";
  return isRetried ? whole(ownValue(headers, ATTEMPT_HEADER), 1) : 1;
}

/** The broker sets nothing on a first delivery, so any value there comes from the publisher. */
function deliveriesOf({ fields, properties }: Message, { counted }: AttemptLimits): number {
  return counted && fields.redelivered ? whole(ownValue(properties.headers, "x-delivery-count"), 0) : 0;
}

/** An own member of the object: a sender can choose the prototype of a decoded table. */
function ownValue(table: unknown, name: string): unknown {
  if (typeof table !== "object" || table === null || !Object.hasOwn(table, name)) return undefined;
  return Reflect.get(table, name);
}

/** Whether this can be the name of an exchange or routing key: AMQP 0-9-1 gives them 255 bytes. */
function isName(value: unknown): value is string {
  return typeof value === "string" && Buffer.byteLength(value) <= 255;
}

/** A count written by another party; `least` if it is missing or invalid. */
function whole(value: unknown, least: number): number {
  const count = typeof value === "string" || typeof value === "number" ? Number(value) : least;
  return Number.isSafeInteger(count) && count >= least ? count : least;
}
