import { Buffer } from "node:buffer";
import { randomUUID } from "node:crypto";
import type { Message } from "amqplib";
import { encodableHeader } from "./encodable-header.js";
import { cut, roughBytes } from "./header-budget.js";
import { ATTEMPT_HEADER, EXCHANGE_HEADER, originOf, ROUTING_KEY_HEADER } from "./message-origin.js";
import type { Outgoing } from "./outgoing-message.js";

/** amqplib encodes at most 64 KiB of headers; other clients' headers get what ours (32 KiB at most) leave. */
const ALL_BYTES = 56 * 1024;
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

/**
 * The properties of a copy that goes to a retry or dead-letter queue: everything stays, `message_id` too (made if the
 * message has none), except what would hurt the copy. The broker refuses another user's `user_id`; `expiration` would
 * drop a dead letter; `CC` and `BCC` would route further copies. Those are kept as strings in headers of ours.
 */
export function copyProperties(message: Message, ours: Readonly<Record<string, string>>): CopyProperties {
  const { properties } = message;
  const foreign: Readonly<Record<string, unknown>> = properties.headers ?? {};
  const origin = originOf(message);
  const headers: Record<string, unknown> = Object.create(null);
  const own: Readonly<Record<string, unknown>> = {
    [EXCHANGE_HEADER]: origin.exchange,
    [ROUTING_KEY_HEADER]: origin.routingKey,
    "rabbitgen-user-id": properties.userId,
    "rabbitgen-expiration": properties.expiration,
    "rabbitgen-cc": asText(foreign["CC"]),
    "rabbitgen-bcc": asText(foreign["BCC"]),
    ...ours,
  };
  let bytes = 0;
  for (const [name, value] of Object.entries(own)) {
    if (typeof value !== "string") continue;
    headers[name] = value;
    bytes += roughBytes(name, value);
  }
  const dropped: string[] = [];
  for (const [name, value] of Object.entries(foreign)) {
    // a dead letter that is moved back begins anew, so it carries no count of attempts
    const isReplaced = name in headers || name === ATTEMPT_HEADER || name === "CC" || name === "BCC";
    if (isReplaced || BROKER_HEADER.test(name)) continue;
    const kept = isShortString(name) ? encodableHeader(value) : undefined;
    const size = kept === undefined ? 0 : roughBytes(name, kept);
    if (kept === undefined || bytes + size > ALL_BYTES) dropped.push(name);
    else {
      headers[name] = kept;
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
  if (dropped.length > 0) headers["rabbitgen-dropped-headers"] = cut(JSON.stringify(dropped), 1_024);
  const id: unknown = properties.messageId;
  return {
    ...Object.fromEntries(kept),
    persistent: true,
    mandatory: true,
    messageId: id !== "" && isShortString(id) ? id : randomUUID(),
    headers,
  };
}

/** The same copy with nothing in it that another client wrote, for a broker or a codec that takes no more. */
export function ownProperties({ messageId, headers = {} }: CopyProperties): CopyProperties {
  const ours = Object.entries(headers as object).filter(([name]) => name.startsWith("rabbitgen-"));
  return { persistent: true, mandatory: true, messageId, headers: Object.fromEntries(ours) };
}

/** Bytes that are no UTF-8 are decoded to characters of three bytes each, and may not fit any more. */
function isShortString(value: unknown): value is string {
  return typeof value === "string" && Buffer.byteLength(value) <= 255;
}

function isEncodable(name: (typeof KEPT)[number], value: unknown): boolean {
  if (name === "priority") return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 255;
  if (name === "timestamp") return Number.isSafeInteger(value) && Number(value) >= 0;
  return isShortString(value);
}

function asText(value: unknown): string | undefined {
  return value === undefined ? undefined : cut(JSON.stringify(value), 2_048);
}
