import type { GetMessage } from "amqplib";
import {
  type CopyProperties,
  copyId,
  copyProperties,
  OWN_PREFIX,
} from "../../runtime/retry/copy-properties.js";
import { encodableHeader } from "../../runtime/wire/header-values.js";
import { EXCHANGE_HEADER, headersOf, ROUTING_KEY_HEADER } from "../../runtime/wire/message-origin.js";
import { firstOrigin } from "./read-dead-letter.js";

/** What the broker says of how a message came to a dead-letter queue. */
const DEATH_HEADER = /^x-(death$|first-death-|last-death-)/;

/** How often a message was delivered and given back, as far as its queue counts that (quorum queues do). */
export function deliveriesOf(message: GetMessage): number {
  const count = headersOf(message)["x-delivery-count"];
  return typeof count === "number" && message.fields.redelivered ? count : 0;
}

/**
 * The properties of a copy that stays in the same dead-letter queue: its death headers are unchanged, and it counts as
 * new.
 */
export function refreshedProperties(message: GetMessage): CopyProperties {
  const headers = Object.entries(headersOf(message));
  const own = headers.filter(([name, value]) => OWN_PREFIX.test(name) && typeof value === "string");
  const { exchange, routingKey } = firstOrigin(message);
  const ours = {
    [EXCHANGE_HEADER]: exchange,
    [ROUTING_KEY_HEADER]: routingKey,
    ...(Object.fromEntries(own) as Record<string, string>),
  };
  const copy = copyProperties(message, ours, copyId(message));
  const death = headers.flatMap(([name, value]) => {
    const encodable = DEATH_HEADER.test(name) ? encodableHeader(value) : undefined;
    return encodable === undefined ? [] : [[name, encodable.value] as const];
  });
  return { ...copy, headers: { ...copy.headers, ...Object.fromEntries(death) } };
}
