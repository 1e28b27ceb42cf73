import type { Frame } from "../protocol/frame-reader.js";

/** A frame as RabbitMQ describes one that it did not expect: its type and its first bytes, as Erlang prints them. */
export function describeFrame({ type, payload }: Frame): string {
  const few = payload.length <= 16;
  return `type ${type}, ${few ? "all" : "first 16"} octets = ${erlangBinary(payload.subarray(0, 16))}`;
}

function erlangBinary(bytes: Buffer): string {
  if (bytes.length === 0) return "<<>>";
  const printable = bytes.every(
    (byte) => (byte >= 32 && byte < 127) || (byte >= 8 && byte <= 13) || byte === 27,
  );
  return printable ? `<<${JSON.stringify(bytes.toString("latin1"))}>>` : `<<${[...bytes].join(",")}>>`;
}
