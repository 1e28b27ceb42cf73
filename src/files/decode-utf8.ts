import { isUtf8 } from "node:buffer";

/** Bytes as text, or `undefined` if they are not valid UTF-8, the encoding of JSON (RFC 8259, chapter 8.1). */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  if (!isUtf8(bytes)) return undefined;
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
}
