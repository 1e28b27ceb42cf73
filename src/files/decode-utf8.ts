/** Bytes as text, or `undefined` when they are no UTF-8, in which JSON is exchanged (RFC 8259, chapter 8.1). */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
