import { Buffer } from "node:buffer";
import { type Channel, connect } from "amqplib";
import { socketOf } from "../../templates/runtime/socket-of.js";

/** Encoded values of a header table, type tag first, as RabbitMQ's errata to AMQP 0-9-1 lists them. */
export const field = {
  text: (value: string | Buffer): Buffer => tagged("S", sized(Buffer.from(value))),
  bytes: (value: Buffer): Buffer => tagged("x", sized(value)),
  nothing: (): Buffer => tagged("V"),
  boolean: (value: number): Buffer => tagged("t", Buffer.from([value])),
  /** Any type of a fixed size, such as `l` with 8 bytes. */
  fixed: (tag: string, bytes: Buffer): Buffer => tagged(tag, bytes),
  array: (...items: readonly Buffer[]): Buffer => tagged("A", sized(Buffer.concat(items))),
  table: (...members: readonly Buffer[]): Buffer => tagged("F", sized(Buffer.concat(members))),
  member: (name: string | Buffer, value: Buffer): Buffer => Buffer.concat([short(name), value]),
  /** So many tables or arrays in each other. */
  nested: (levels: number, as: "array" | "table"): Buffer => {
    let value = field.nothing();
    for (let level = 0; level < levels; level += 1)
      value = as === "array" ? field.array(value) : field.table(field.member("t", value));
    return value;
  },
} as const;

/** A message as bytes: what amqplib, or any other client with a conscience, would not write. */
export interface RawMessage {
  readonly exchange: string;
  readonly routingKey: string;
  /** The members of the header table; see `field.member`. */
  readonly headers?: readonly Buffer[];
  readonly contentType?: string | Buffer;
  readonly contentEncoding?: string | Buffer;
  readonly messageId?: string | Buffer;
  readonly type?: string | Buffer;
  readonly body: Buffer;
}

/** The frames of a `basic.publish` on this channel. */
export function publishFrames(channel: number, message: RawMessage): Buffer {
  const { exchange, routingKey, headers, body } = message;
  const method = Buffer.concat([
    Buffer.from([0, 60, 0, 40, 0, 0]),
    short(exchange),
    short(routingKey),
    Buffer.from([0]),
  ]);
  const properties: readonly (readonly [flag: number, bytes: Buffer | undefined])[] = [
    [0x8000, optional(message.contentType)],
    [0x4000, optional(message.contentEncoding)],
    [0x2000, headers && sized(Buffer.concat(headers))],
    [0x1000, Buffer.from([2])],
    [0x0080, optional(message.messageId)],
    [0x0020, optional(message.type)],
  ];
  const present = properties.flatMap(([flag, bytes]) => (bytes === undefined ? [] : [{ flag, bytes }]));
  const head = Buffer.alloc(14);
  head.writeUInt16BE(60, 0);
  head.writeBigUInt64BE(BigInt(body.length), 4);
  head.writeUInt16BE(
    present.reduce((flags, { flag }) => flags | flag, 0),
    12,
  );
  const content = body.length === 0 ? [] : [frame(3, channel, body)];
  const header = Buffer.concat([head, ...present.map(({ bytes }) => bytes)]);
  return Buffer.concat([frame(1, channel, method), frame(2, channel, header), ...content]);
}

/** Publishes such messages, past amqplib; resolves when the broker has them, and rejects if it refuses one. */
export async function publishRaw(url: string, ...messages: readonly RawMessage[]): Promise<void> {
  const model = await connect(url);
  const refused = new Promise<never>((_, reject) => model.on("error", reject));
  try {
    const channel = await model.createChannel();
    channel.on("error", () => {});
    socketOf(model)?.write(
      Buffer.concat(messages.map((message) => publishFrames(numberOf(channel), message))),
    );
    // answered after what came before on the same channel
    await Promise.race([channel.checkExchange("amq.topic"), refused]);
  } finally {
    await model.close().catch(() => {});
  }
}

function numberOf(channel: Channel): number {
  return "ch" in channel && typeof channel.ch === "number" ? channel.ch : 1;
}

function frame(type: number, channel: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(7);
  head.writeUInt8(type, 0);
  head.writeUInt16BE(channel, 1);
  head.writeUInt32BE(payload.length, 3);
  return Buffer.concat([head, payload, Buffer.from([0xce])]);
}

function tagged(tag: string, bytes: Buffer = Buffer.alloc(0)): Buffer {
  return Buffer.concat([Buffer.from(tag, "latin1"), bytes]);
}

function sized(bytes: Buffer): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt32BE(bytes.length);
  return Buffer.concat([size, bytes]);
}

function short(text: string | Buffer): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat([Buffer.from([bytes.length]), bytes]);
}

function optional(text: string | Buffer | undefined): Buffer | undefined {
  return text === undefined ? undefined : short(text);
}
