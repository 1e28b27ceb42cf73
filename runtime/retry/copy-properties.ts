import { Buffer } from "node:buffer";
import { randomUUID } from "node:crypto";
import type { Message } from "amqplib";
import type { Outgoing } from "../publish/outgoing-message.js";
import {
  cut,
  type EncodableHeader,
  encodableHeader,
  headerAsText,
  headerFrameBytes,
  namesAsJson,
  namesOf,
  valueBytes,
} from "../wire/header-values.js";
import {
  ATTEMPT_HEADER,
  ATTEMPT_OF_HEADER,
  EXCHANGE_HEADER,
  headersOf,
  originOf,
  ROUTING_KEY_HEADER,
} from "../wire/message-origin.js";
import { DEAD_LETTER } from "./dead-letter-headers.js";

/** amqplib encodes at most 64 KiB of headers; other clients' headers get what the SDK's own (at most 32 KiB) leave. */
export const COPY_HEADER_BYTES: number = 56 * 1024;
/** Size limit of an SDK header copied from a message, since any client could have written it. */
const CARRIED_BYTES = 4 * 1024;
/** What a copy records about the original message; a copy of the copy records the same. */
const CARRIED = ["user-id", "expiration", "cc", "bcc", "dropped-headers"].map((name) => `rabbitgen-${name}`);
/** The headers and properties that a copy lacks, as a JSON array. */
export const DROPPED_HEADER: string = "rabbitgen-dropped-headers";
/** Headers with this prefix from other clients are ignored. */
export const OWN_PREFIX: RegExp = /^rabbitgen-/i;
const BROKER_HEADER = /^x-(death$|first-death-|last-death-|delivery-count$|acquired-count$|opt-)/;
const KEPT = [
  "contentType",
  "contentEncoding",
  "priority",
  "correlationId",
  "replyTo",
  "timestamp",
  "type",
  "appId",
] as const;

/** Properties for amqplib's `publish`: mandatory, with the id that a `basic.return` is matched by. */
export type CopyProperties = Outgoing["properties"];

/** The id of a message's copies: the message's own, or a new one if it has none that amqplib can write. */
export function copyId({ properties }: Message): string {
  const id: unknown = properties.messageId;
  return id !== "" && isShortString(id) ? id : randomUUID();
}

/**
 * The properties of a copy for a retry or dead-letter queue: all are kept, including `message_id` (generated if
 * missing), except those that would harm the copy. The broker refuses another user's `user_id`; `expiration` would drop
 * a dead letter; `CC` and `BCC` would route further copies. Those are kept as strings in SDK headers. A header that
 * amqplib cannot write becomes text. Only the SDK writes headers with its own prefix. Headers named in `declared` are
 * the event's: they are copied first, since the others may not fit.
 */
export function copyProperties(
  message: Message,
  ours: Readonly<Record<string, string>>,
  messageId: string = copyId(message),
  declared: readonly string[] = [],
): CopyProperties {
  const { properties } = message;
  const foreign = headersOf(message);
  const headers: Record<string, unknown> = Object.create(null);
  let bytes = 0;
  for (const [name, value] of Object.entries({ ...ownHeaders(message), ...ours })) {
    if (typeof value !== "string") continue;
    headers[name] = value;
    bytes += nameBytes(name) + 5 + Buffer.byteLength(value);
  }
  const dropped: string[] = [];
  const isDeclared = ([name]: readonly [string, unknown]): boolean => declared.includes(name);
  const theirs = Object.entries(foreign);
  const ordered = declared.length === 0 ? theirs : [...theirs.filter(isDeclared), ...theirs];
  for (const [name, value] of ordered) {
    // a dead letter that is moved back starts again, so it carries no attempt count
    if (name in headers || name === "CC" || name === "BCC" || BROKER_HEADER.test(name)) continue;
    if (name === ATTEMPT_HEADER || name === ATTEMPT_OF_HEADER) continue;
    const kept = OWN_PREFIX.test(name) || !isShortString(name) ? undefined : writable(value);
    const size = nameBytes(name) + (kept?.bytes ?? 0);
    if (kept === undefined || bytes + size > COPY_HEADER_BYTES) dropped.push(name);
    else {
      headers[name] = kept.value;
      bytes += size;
    }
  }
  const kept: [string, unknown][] = [];
  for (const name of KEPT) {
    const value: unknown = properties[name];
    if (value === undefined) continue;
    if (isEncodable(name, value)) kept.push([name, value]);
    else dropped.push(`(property) ${name}`);
  }
  if (dropped.length > 0)
    headers[DROPPED_HEADER] = namesAsJson([...namesOf(headers[DROPPED_HEADER]), ...dropped], 1_024);
  return { ...Object.fromEntries(kept), persistent: true, mandatory: true, messageId, headers };
}

/**
 * The same copy with less of what another client wrote, for a broker or codec that does not accept it: first without
 * the client's headers except declared ones; if none are left to remove, without those and the client's properties.
 */
export function barerProperties(
  properties: CopyProperties,
  declared: readonly string[] = [],
): CopyProperties {
  const { messageId, headers = {}, ...others } = properties;
  const entries = Object.entries(headers as object);
  const ours = entries.filter(([name]) => OWN_PREFIX.test(name));
  const kept = entries.filter(([name]) => OWN_PREFIX.test(name) || declared.includes(name));
  const least = { persistent: true, mandatory: true, messageId } as const;
  return kept.length < entries.length
    ? { ...others, ...least, headers: Object.fromEntries(kept) }
    : { ...least, headers: Object.fromEntries(ours) };
}

/** The headers that the SDK writes on every copy. */
function ownHeaders(message: Message): Readonly<Record<string, string | undefined>> {
  const { fields, properties } = message;
  const foreign = headersOf(message);
  const origin = originOf(message);
  const carried: Record<string, string | undefined> = {};
  // a copy comes back through the default exchange
  if (fields.exchange === "") for (const name of CARRIED) carried[name] = bounded(foreign[name]);
  const found = {
    "rabbitgen-user-id": bounded(properties.userId),
    "rabbitgen-expiration": bounded(properties.expiration),
    "rabbitgen-cc": headerAsText(foreign["CC"]),
    "rabbitgen-bcc": headerAsText(foreign["BCC"]),
  };
  for (const [name, text] of Object.entries(found)) if (text !== undefined) carried[name] = text;
  return { [EXCHANGE_HEADER]: origin.exchange, [ROUTING_KEY_HEADER]: origin.routingKey, ...carried };
}

function bounded(value: unknown): string | undefined {
  return typeof value === "string" ? cut(value, CARRIED_BYTES) : undefined;
}

/** Unchanged if amqplib can write it, otherwise as text. */
function writable(value: unknown): EncodableHeader | undefined {
  return encodableHeader(value) ?? encodableHeader(headerAsText(value));
}

/** Size of a header's name with its length byte. */
function nameBytes(name: string): number {
  return 1 + Buffer.byteLength(name);
}

/** Bytes that are not UTF-8 are decoded to characters of three bytes each, and may no longer fit. */
function isShortString(value: unknown): value is string {
  return typeof value === "string" && Buffer.byteLength(value) <= 255;
}

function isEncodable(name: (typeof KEPT)[number], value: unknown): boolean {
  if (name === "priority") return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 255;
  if (name === "timestamp") return Number.isSafeInteger(value) && Number(value) >= 0;
  return isShortString(value);
}

/** What remains of an SDK text if nothing else helps. */
const LEAST_TEXT = 128;
/** SDK headers that are useless when cut. */
const WHOLE: ReadonlySet<string> = new Set([
  ...[ATTEMPT_OF_HEADER, EXCHANGE_HEADER, ROUTING_KEY_HEADER],
  DROPPED_HEADER,
]);
/** JSON, of which nothing remains when it is cut. */
const JSON_TEXTS: ReadonlySet<string> = new Set([DEAD_LETTER.errors, DEAD_LETTER.errorCauses]);

/**
 * The copy reduced to a frame of the given size, since the broker closes the connection that sends a larger one (501).
 * The largest headers are removed first: another client's entirely, the SDK's own except for the beginning. If that is
 * not enough, the properties that another client wrote are removed too. `rabbitgen-dropped-headers` lists what is
 * missing. Declared headers go last: without a required one, the next attempt would be dead-lettered.
 */
export function fittedCopy(
  properties: CopyProperties,
  frameBytes: number,
  declared: readonly string[] = [],
): CopyProperties {
  if (headerFrameBytes(properties) <= frameBytes) return properties;
  const headers: Record<string, unknown> = Object.assign(Object.create(null), properties.headers);
  const dropped = [...namesOf(headers[DROPPED_HEADER])];
  const rank = (name: string): number => (declared.includes(name) ? 1 : 0);
  const bySize = Object.entries(headers).sort(
    ([name, one], [another, other]) => rank(name) - rank(another) || valueBytes(other) - valueBytes(one),
  );
  for (const [name, value] of bySize) {
    if (headerFrameBytes({ ...properties, headers }) <= frameBytes) break;
    if (WHOLE.has(name)) continue;
    if (OWN_PREFIX.test(name) && !JSON_TEXTS.has(name)) headers[name] = cut(String(value), LEAST_TEXT);
    else {
      delete headers[name];
      dropped.push(name);
      headers[DROPPED_HEADER] = namesAsJson(dropped, LEAST_TEXT);
    }
  }
  const fitted = { ...properties, headers };
  if (headerFrameBytes(fitted) <= frameBytes) return fitted;
  return { persistent: true, mandatory: true, messageId: properties.messageId, headers };
}
