import { Buffer } from "node:buffer";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { Socket } from "node:net";

/** Why the broker closed a connection in the handshake (`connection.close`). */
export interface HandshakeClose {
  readonly code: number;
  readonly text: string;
}

/** A connection attempt of which the broker's last words can be asked. */
export interface WatchedAttempt<Result> {
  readonly result: Result;
  /** `undefined` when the broker did not close it, or nothing could be read. */
  readonly closed: () => HandshakeClose | undefined;
  /** Watches no longer. */
  readonly end: () => void;
}

/** A method frame on channel 0 begins with its type and the channel; class 10, method 50 is `connection.close`. */
const METHOD_FRAME = 1;
const HEADER_BYTES = 7;
const CONNECTION_CLOSE = Buffer.from([0, 10, 0, 50]);

/**
 * Runs `connect` and reads along what comes in on its socket: of a `connection.close` instead of `open-ok`, amqplib
 * keeps neither code nor text, and a full virtual host then looks like a missing one. The socket is what Node reports on
 * `net.client.socket` meanwhile; over TLS there is none, and nothing can be read.
 */
export function watchHandshake<Result>(connect: () => Result): WatchedAttempt<Result> {
  let socket: Socket | undefined;
  let last: Buffer = Buffer.alloc(0);
  const onSocket = (message: unknown): void => {
    const made: unknown =
      typeof message === "object" && message !== null ? Reflect.get(message, "socket") : undefined;
    if (made instanceof Socket) socket = made;
  };
  subscribe("net.client.socket", onSocket);
  let result: Result;
  try {
    result = connect();
  } finally {
    unsubscribe("net.client.socket", onSocket);
  }
  const watched = socket;
  if (watched !== undefined) {
    const read = watched.read.bind(watched);
    watched.read = (size?: number): unknown => {
      const chunk: unknown = read(size);
      if (Buffer.isBuffer(chunk)) last = Buffer.concat([last.subarray(-1_024), chunk]).subarray(-8_192);
      return chunk;
    };
  }
  return {
    result,
    closed: () => parseClose(last),
    end: () => {
      if (watched !== undefined) Reflect.deleteProperty(watched, "read"); // the prototype's own again
    },
  };
}

function parseClose(bytes: Buffer): HandshakeClose | undefined {
  const at = bytes.lastIndexOf(CONNECTION_CLOSE);
  if (at < HEADER_BYTES || bytes[at - HEADER_BYTES] !== METHOD_FRAME || bytes.length < at + 7)
    return undefined;
  const length = bytes[at + 6] ?? 0;
  return { code: bytes.readUInt16BE(at + 4), text: bytes.toString("utf8", at + 7, at + 7 + length) };
}
