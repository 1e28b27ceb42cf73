import { Buffer } from "node:buffer";
import { InvalidHeaderError, MessageTooLargeError } from "../errors/publish-error.js";

/** The budget for all headers of one message, 32 KiB: amqplib encodes at most 64 KiB, a frame holds 128 KiB. */
export const MAX_HEADER_BYTES: number = 32 * 1024;

/** Bytes of a header table whose values are strings, as AMQP 0-9-1 encodes them. */
export function headerBytes(headers: Readonly<Record<string, string>>): number {
  let bytes = 4;
  for (const [name, value] of Object.entries(headers)) {
    bytes += 1 + Buffer.byteLength(name) + 1 + 4 + Buffer.byteLength(value);
  }
  return bytes;
}

/**
 * Checks a user's headers against the wire contract: strings only, since Go services drop what is none; no `x-`,
 * which is the broker's; no `rabbitgen-` and none that the SDK or the broker's routing uses.
 * Throws `InvalidHeaderError` or `MessageTooLargeError`.
 */
export function checkHeaders(headers: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value !== "string") throw new InvalidHeaderError(name, "is no string");
    if (/^x-/i.test(name)) throw new InvalidHeaderError(name, "starts with x-, which is the broker's prefix");
    if (/^rabbitgen-/i.test(name))
      throw new InvalidHeaderError(name, "starts with rabbitgen-, which is the SDK's prefix");
    if (/^(content-type|cc|bcc)$/i.test(name))
      throw new InvalidHeaderError(name, "is set by the SDK or read by the broker");
    if (name === "" || name === "__proto__") throw new InvalidHeaderError(name, "is no usable name");
    if (Buffer.byteLength(name) > 255) throw new InvalidHeaderError(name, "has a name over 255 bytes");
  }
  const bytes = headerBytes(headers as Readonly<Record<string, string>>);
  if (bytes > MAX_HEADER_BYTES) throw new MessageTooLargeError("headers", bytes, MAX_HEADER_BYTES);
}
