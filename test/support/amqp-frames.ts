import { Buffer } from "node:buffer";

/** The methods that tests wait for or strike at, by class and method id (AMQP 0-9-1). */
const names = {
  "10.10": "connection.start",
  "10.11": "connection.start-ok",
  "10.30": "connection.tune",
  "10.31": "connection.tune-ok",
  "10.40": "connection.open",
  "10.41": "connection.open-ok",
  "10.50": "connection.close",
  "10.51": "connection.close-ok",
  "10.60": "connection.blocked",
  "10.61": "connection.unblocked",
  "20.10": "channel.open",
  "20.11": "channel.open-ok",
  "20.40": "channel.close",
  "20.41": "channel.close-ok",
  "40.10": "exchange.declare",
  "40.11": "exchange.declare-ok",
  "50.10": "queue.declare",
  "50.11": "queue.declare-ok",
  "50.20": "queue.bind",
  "50.21": "queue.bind-ok",
  "60.10": "basic.qos",
  "60.11": "basic.qos-ok",
  "60.20": "basic.consume",
  "60.21": "basic.consume-ok",
  "60.30": "basic.cancel",
  "60.31": "basic.cancel-ok",
  "60.40": "basic.publish",
  "60.50": "basic.return",
  "60.60": "basic.deliver",
  "60.80": "basic.ack",
  "60.90": "basic.reject",
  "60.120": "basic.nack",
  "85.10": "confirm.select",
  "85.11": "confirm.select-ok",
} as const;

/** A method's name in the specification, or the eight bytes that open a connection. */
export type Method = (typeof names)[keyof typeof names] | "protocol-header";

/** One frame as sent on the wire; content and heartbeats have no method. */
export interface Frame {
  readonly bytes: Buffer;
  readonly method: Method | undefined;
}

const METHOD_FRAME = 1;
const HEADER_BYTES = 7; // type, channel, size
const isKnown = (id: string): id is keyof typeof names => Object.hasOwn(names, id);

/** Cuts one direction of a connection into frames. */
export class FrameReader {
  #rest: Buffer = Buffer.alloc(0);

  /** The frames that this chunk completes. */
  *read(chunk: Buffer): Generator<Frame> {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    for (let size = this.#size(); size !== undefined && size <= this.#rest.length; size = this.#size()) {
      const bytes = this.#rest.subarray(0, size);
      this.#rest = this.#rest.subarray(size);
      yield { bytes, method: methodOf(bytes) };
    }
  }

  #size(): number | undefined {
    if (this.#rest.length < HEADER_BYTES) return undefined;
    return isProtocolHeader(this.#rest) ? 8 : HEADER_BYTES + this.#rest.readUInt32BE(3) + 1;
  }
}

function methodOf(bytes: Buffer): Method | undefined {
  if (isProtocolHeader(bytes)) return "protocol-header";
  if (bytes[0] !== METHOD_FRAME) return undefined;
  const id = `${bytes.readUInt16BE(HEADER_BYTES)}.${bytes.readUInt16BE(HEADER_BYTES + 2)}`;
  return isKnown(id) ? names[id] : undefined;
}

function isProtocolHeader(bytes: Buffer): boolean {
  return bytes.toString("latin1", 0, 4) === "AMQP";
}
