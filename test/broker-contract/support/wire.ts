import { Buffer } from "node:buffer";
import { type MethodName, methodId } from "./methods.js";

export const METHOD = 1;
export const HEADER = 2;
export const BODY = 3;
export const HEARTBEAT = 8;
const FRAME_END = 0xce;

/** The eight bytes that open a connection. */
export const protocolHeader: Buffer = Buffer.from([0x41, 0x4d, 0x51, 0x50, 0, 0, 9, 1]);

export function octet(value: number): Buffer {
  return Buffer.from([value]);
}

export function short(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

export function long(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

export function longlong(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
}

export function shortstr(text: string): Buffer {
  return Buffer.concat([octet(Buffer.byteLength(text)), Buffer.from(text)]);
}

export function longstr(bytes: Buffer | string): Buffer {
  return Buffer.concat([long(Buffer.byteLength(bytes)), Buffer.from(bytes)]);
}

/** A field table of fields that are encoded already: name, type letter, value. */
export function table(...fields: readonly (readonly [name: string, type: string, value: Buffer])[]): Buffer {
  const encoded = fields.map(([name, type, value]) =>
    Buffer.concat([shortstr(name), Buffer.from(type), value]),
  );
  return longstr(Buffer.concat(encoded));
}

/** A frame with its end where it should be. */
export function frame(type: number, channel: number, payload: Buffer): Buffer {
  return Buffer.concat([octet(type), short(channel), long(payload.length), payload, octet(FRAME_END)]);
}

export function methodFrame(channel: number, name: MethodName, ...fields: readonly Buffer[]): Buffer {
  const [classId, method] = methodId(name);
  return frame(METHOD, channel, Buffer.concat([short(classId), short(method), ...fields]));
}

/** The header of a content without properties. */
export function headerFrame(channel: number, bodySize: number, classId = 60): Buffer {
  return frame(HEADER, channel, Buffer.concat([short(classId), short(0), longlong(bodySize), short(0)]));
}

export function bodyFrame(channel: number, body: Buffer): Buffer {
  return frame(BODY, channel, body);
}

/** The fields of the methods that cases send by hand. */
export const fields = {
  queueDeclare: (queue: string, bits = 0): readonly Buffer[] => [
    short(0),
    shortstr(queue),
    octet(bits),
    table(),
  ],
  exchangeDeclare: (exchange: string, type: string, bits = 0): readonly Buffer[] => [
    short(0),
    shortstr(exchange),
    shortstr(type),
    octet(bits),
    table(),
  ],
  publish: (exchange: string, routingKey: string, bits = 0): readonly Buffer[] => [
    short(0),
    shortstr(exchange),
    shortstr(routingKey),
    octet(bits),
  ],
  consume: (queue: string, tag: string, bits = 0): readonly Buffer[] => [
    short(0),
    shortstr(queue),
    shortstr(tag),
    octet(bits),
    table(),
  ],
  close: (code: number, text: string): readonly Buffer[] => [short(code), shortstr(text), short(0), short(0)],
};
