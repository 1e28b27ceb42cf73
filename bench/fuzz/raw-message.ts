import { Buffer } from "node:buffer";
import { type Channel, type ChannelModel, connect } from "amqplib";
import { socketOf } from "../../generated/runtime/connection/connect-once.js";

/** Encoded values of a header table, type tag first, as RabbitMQ's errata to AMQP 0-9-1 lists them. */
export const field = {
  text: (value: string | Buffer): Buffer => tagged("S", sized(Buffer.from(value))),
  bytes: (value: Buffer): Buffer => tagged("x", sized(value)),
  nothing: (): Buffer => tagged("V"),
  /** Any type of a fixed size, such as `l` with 8 bytes. */
  fixed: (tag: string, bytes: Buffer): Buffer => tagged(tag, bytes),
  array: (...items: readonly Buffer[]): Buffer => tagged("A", sized(Buffer.concat(items))),
  table: (...members: readonly Buffer[]): Buffer => tagged("F", sized(Buffer.concat(members))),
  member: (name: string | Buffer, value: Buffer): Buffer => Buffer.concat([short(name), value]),
  /** The given number of nested tables or arrays, around `inner`. */
  nested: (levels: number, as: "array" | "table", inner: Buffer = tagged("V")): Buffer => {
    const head = as === "array" ? Buffer.from("A----") : Buffer.from("F----\x01t");
    const bytes = Buffer.concat([Buffer.alloc(levels * head.length, head), inner]);
    for (let at = 0; at < levels * head.length; at += head.length)
      bytes.writeUInt32BE(bytes.length - at - 5, at + 1);
    return bytes;
  },
} as const;

/** A message as bytes: what amqplib would not write. */
export interface RawMessage {
  readonly exchange: string;
  readonly routingKey: string;
  /** The members of the header table; see `field.member`. */
  readonly headers?: readonly Buffer[];
  readonly contentType?: string | Buffer;
  readonly contentEncoding?: string | Buffer;
  readonly deliveryMode?: number;
  readonly priority?: number;
  readonly correlationId?: string | Buffer;
  readonly replyTo?: string | Buffer;
  readonly messageId?: string | Buffer;
  /** Eight bytes. */
  readonly timestamp?: Buffer;
  readonly type?: string | Buffer;
  readonly appId?: string | Buffer;
  readonly body: Buffer;
}

/** Of a body; any broker's frames hold as much. */
const BODY_FRAME = 4_000;

/** The frames of a `basic.publish` on this channel. */
export function publishFrames(channel: number, message: RawMessage): Buffer {
  const { exchange, routingKey, headers, deliveryMode = 2, priority, body } = message;
  const publish = Buffer.from([0, 60, 0, 40, 0, 0]);
  const method = Buffer.concat([publish, short(exchange), short(routingKey), Buffer.from([0])]);
  const properties: readonly (readonly [flag: number, bytes: Buffer | undefined])[] = [
    [0x8000, optional(message.contentType)],
    [0x4000, optional(message.contentEncoding)],
    [0x2000, headers && sized(Buffer.concat(headers))],
    [0x1000, Buffer.from([deliveryMode])],
    [0x0800, priority === undefined ? undefined : Buffer.from([priority])],
    [0x0400, optional(message.correlationId)],
    [0x0200, optional(message.replyTo)],
    [0x0080, optional(message.messageId)],
    [0x0040, message.timestamp],
    [0x0020, optional(message.type)],
    [0x0008, optional(message.appId)],
  ];
  const head = Buffer.alloc(14);
  head.writeUInt16BE(60, 0);
  head.writeBigUInt64BE(BigInt(body.length), 4);
  const present = properties.flatMap(([flag, bytes]) => (bytes === undefined ? [] : [{ flag, bytes }]));
  let flags = 0;
  for (const { flag } of present) flags |= flag;
  head.writeUInt16BE(flags, 12);
  const frames = [frame(1, channel, method)];
  frames.push(frame(2, channel, Buffer.concat([head, ...present.map(({ bytes }) => bytes)])));
  for (let at = 0; at < body.length; at += BODY_FRAME)
    frames.push(frame(3, channel, body.subarray(at, at + BODY_FRAME)));
  return Buffer.concat(frames);
}

/** A connection that publishes such messages, past amqplib. */
export class RawPublisher {
  readonly #model: ChannelModel;
  readonly #channel: Channel;
  readonly #refused: Promise<never>;

  private constructor(model: ChannelModel, channel: Channel) {
    this.#model = model;
    this.#channel = channel;
    this.#refused = new Promise((_, reject) => {
      model.on("error", reject);
      channel.on("error", reject);
    });
    this.#refused.catch(() => {});
  }

  static async open(url: string): Promise<RawPublisher> {
    const model = await connect(url);
    model.on("error", () => {});
    return new RawPublisher(model, await model.createChannel());
  }

  /** Resolves when the broker has them; rejects if it refuses one. */
  async publish(messages: readonly RawMessage[]): Promise<void> {
    const number = "ch" in this.#channel ? Number(this.#channel.ch) : 1;
    socketOf(this.#model)?.write(Buffer.concat(messages.map((message) => publishFrames(number, message))));
    // answered after what came before on the same channel
    await Promise.race([this.#channel.checkExchange("amq.topic"), this.#refused]);
  }

  async close(): Promise<void> {
    await this.#model.close().catch(() => {});
  }
}

/** Publishes such messages on a connection of their own. */
export async function publishRaw(url: string, ...messages: readonly RawMessage[]): Promise<void> {
  const publisher = await RawPublisher.open(url);
  try {
    await publisher.publish(messages);
  } finally {
    await publisher.close();
  }
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
