import { Buffer } from "node:buffer";
import type { ChannelModel, Options } from "amqplib";

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
