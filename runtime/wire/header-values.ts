import { Buffer } from "node:buffer";
import { isUint8Array } from "node:util/types";
import type { ChannelModel, Options } from "amqplib";
import type { Failure } from "../contract/event-version.js";

/** Deeper tables become text: they serve no purpose, and amqplib encodes them recursively. */
const DEEPEST = 32;
/** Size limit of text that replaces a value which amqplib cannot write. */
export const TEXT_BYTES: number = 2_048;

/** A header value that amqplib can write, and its encoded size: the type tag and the value. */
export interface EncodableHeader {
  readonly value: unknown;
  readonly bytes: number;
}

/**
 * A header value as amqplib decoded it, in a form that amqplib encodes as the same value; `undefined` if it cannot.
 * Another client controls the value, so nothing is trusted by its appearance: amqplib reads a table with the key `!`
 * and writes it as a type of its own, and one with the key `__proto__` has a prototype chosen by the sender, through
 * which it can pass for a `Buffer`.
 */
export function encodableHeader(value: unknown, depth = 0): EncodableHeader | undefined {
  if (depth > DEEPEST) return undefined;
  if (typeof value === "string") return { value, bytes: 5 + Buffer.byteLength(value) };
  if (typeof value === "number") return encodableNumber(value);
  if (typeof value === "boolean") return { value, bytes: 2 };
  if (value === null) return { value, bytes: 1 };
  if (typeof value !== "object") return undefined;
  if (isUint8Array(value)) return { value: Buffer.from(value), bytes: 5 + value.length };
  if (Array.isArray(value)) return encodableArray(value, depth);
  if (Object.hasOwn(value, "!")) return encodableType(value);
  return encodableTable(value, depth);
}

/** A value that amqplib cannot write, as text of at most 2 KiB; `undefined` if it has no text form. */
export function headerAsText(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  try {
    return cut(JSON.stringify(plain(value)), TEXT_BYTES);
  } catch {
    return undefined;
  }
}

/**
 * amqplib encodes large numbers as 64-bit integers, which they may exceed. RabbitMQ has no infinity and no NaN: it
 * closes the connection that sends one (541).
 */
function encodableNumber(value: number): EncodableHeader | undefined {
  if (!Number.isFinite(value)) return undefined;
  if (!Number.isSafeInteger(value)) return { value: { "!": "double", value }, bytes: 9 };
  return { value, bytes: 1 + integerBytes(value) };
}

function integerBytes(value: number): number {
  if (value >= -0x80 && value < 0x80) return 1;
  if (value >= -0x8000 && value < 0x8000) return 2;
  return value >= -0x80000000 && value < 0x80000000 ? 4 : 8;
}

function encodableArray(value: readonly unknown[], depth: number): EncodableHeader | undefined {
  const items: unknown[] = [];
  let bytes = 5;
  for (const item of value) {
    const encodable = encodableHeader(item, depth + 1);
    if (encodable === undefined) return undefined;
    items.push(encodable.value);
    bytes += encodable.bytes;
  }
  return { value: items, bytes };
}

function encodableTable(value: object, depth: number): EncodableHeader | undefined {
  const members: Record<string, unknown> = Object.create(null);
  let bytes = 5;
  for (const [name, member] of Object.entries(value)) {
    const nameBytes = Buffer.byteLength(name);
    const encodable = nameBytes > 255 ? undefined : encodableHeader(member, depth + 1);
    if (encodable === undefined) return undefined;
    members[name] = encodable.value;
    bytes += 1 + nameBytes + encodable.bytes;
  }
  return { value: members, bytes };
}

/** The types that amqplib reads as `{ "!": type, value }`; a copy, since it encodes by these fields. */
function encodableType(marked: object): EncodableHeader | undefined {
  const type = own(marked, "!");
  const value = own(marked, "value");
  if (type === "double" && Number.isFinite(value)) return { value: { "!": type, value }, bytes: 9 };
  if (type === "timestamp" && isUnsigned(value, 2 ** 53)) return { value: { "!": type, value }, bytes: 9 };
  if (type !== "decimal" || typeof value !== "object" || value === null) return undefined;
  const digits = own(value, "digits");
  const places = own(value, "places");
  if (!isUnsigned(digits, 2 ** 32) || !isUnsigned(places, 2 ** 8)) return undefined;
  return { value: { "!": type, value: { digits, places } }, bytes: 6 };
}

function isUnsigned(value: unknown, end: number): boolean {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) < end;
}

function own(value: object, name: string): unknown {
  return Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
}

/** A form that `JSON.stringify` can process without calling code of the sender. */
function plain(value: unknown, depth = 0): unknown {
  if (depth > DEEPEST) return "…";
  if (typeof value === "bigint" || (typeof value === "number" && !Number.isFinite(value)))
    return String(value);
  if (typeof value !== "object" || value === null) return value;
  if (isUint8Array(value)) return Buffer.from(value).toString("base64");
  if (Array.isArray(value)) return value.map((item: unknown) => plain(item, depth + 1));
  const members: Record<string, unknown> = Object.create(null);
  for (const [name, member] of Object.entries(value)) members[name] = plain(member, depth + 1);
  return members;
}

/** The text cut to `bytes` bytes of UTF-8, with `…` where something is missing; characters are never split. */
export function cut(text: string, bytes: number): string {
  if (Buffer.byteLength(text) <= bytes) return text;
  const head = Buffer.from(text).subarray(0, Math.max(0, bytes - 3));
  return `${new TextDecoder().decode(head, { stream: true })}…`;
}

/** As many failures as fit in `bytes` bytes of JSON; always a complete JSON array. */
export function failuresAsJson(failures: readonly Failure[], bytes: number): string {
  const items: string[] = [];
  let used = 2;
  for (const { path, keyword, message } of failures) {
    const item = JSON.stringify({ path: cut(path, 1_024), keyword, message: cut(message, 1_024) });
    used += Buffer.byteLength(item) + 1;
    if (used > bytes) break;
    items.push(item);
  }
  return `[${items.join(",")}]`;
}

/** As many of the names, each once, as fit in `bytes` bytes of JSON; always a complete JSON array. */
export function namesAsJson(names: readonly string[], bytes: number): string {
  const items: string[] = [];
  let used = 1;
  for (const name of new Set(names)) {
    const item = JSON.stringify(name);
    used += Buffer.byteLength(item) + 1;
    if (used > bytes) break;
    items.push(item);
  }
  return `[${items.join(",")}]`;
}

/** The names in such an array; none for anything else that another client may have written. */
export function namesOf(json: unknown): readonly string[] {
  try {
    const names: unknown = typeof json === "string" ? JSON.parse(json) : undefined;
    return Array.isArray(names) ? names.filter((name) => typeof name === "string") : [];
  } catch {
    return [];
  }
}

/** Type, channel, size and end of the frame; class, weight, body size and flags of the content header. */
const FIXED_BYTES = 22;
/** amqplib encodes at most a 64 KiB table; the other properties take at most 2.5 KiB. */
const LARGEST_HEADER_FRAME = 72 * 1024;

const SHORT_STRINGS = [
  "contentType",
  "contentEncoding",
  "correlationId",
  "replyTo",
  "expiration",
  "messageId",
  "type",
  "userId",
  "appId",
] as const;

/** The negotiated `frame-max` of a connection, in bytes; unlimited if it is 0 or amqplib does not expose it. */
export function frameMaxOf({ connection }: ChannelModel): number {
  const negotiated: unknown = "frameMax" in connection ? connection.frameMax : undefined;
  return typeof negotiated === "number" && negotiated > 0 ? negotiated : Number.POSITIVE_INFINITY;
}

/** Whether every header frame that amqplib can encode fits in a frame of `frameMax` bytes. */
export function fitsAnyHeader(frameMax: number): boolean {
  return frameMax >= LARGEST_HEADER_FRAME;
}

/**
 * Size of the frame with a message's properties and headers, as amqplib encodes them. AMQP 0-9-1 splits a body over
 * several frames, but never this one: if it exceeds the negotiated `frame-max`, the peer closes the connection (501).
 */
export function headerFrameBytes(properties: Options.Publish): number {
  let bytes = FIXED_BYTES + 1; // delivery mode
  for (const name of SHORT_STRINGS) {
    const value: unknown = properties[name];
    if (value !== undefined) bytes += 1 + Buffer.byteLength(String(value));
  }
  if (properties.priority !== undefined) bytes += 1;
  if (properties.timestamp !== undefined) bytes += 8;
  return bytes + tableBytes(properties.headers ?? {});
}

/** The table's length, then per member a short name and a value with its type. */
function tableBytes(table: object): number {
  let bytes = 4;
  for (const [name, value] of Object.entries(table)) {
    if (value !== undefined) bytes += 1 + Buffer.byteLength(name) + valueBytes(value);
  }
  return bytes;
}

/** Size of a header's value with its type. */
export function valueBytes(value: unknown): number {
  if (typeof value === "string") return 5 + Buffer.byteLength(value);
  if (typeof value === "boolean") return 2;
  if (typeof value !== "object") return 9; // the largest of the numbers
  if (value === null) return 1;
  if (Buffer.isBuffer(value)) return 5 + value.length;
  if (Array.isArray(value))
    return 5 + value.reduce((sum: number, item: unknown) => sum + valueBytes(item), 0);
  if (Object.hasOwn(value, "!")) return 9; // a type of its own: timestamp, decimal, double
  return 1 + tableBytes(value);
}
