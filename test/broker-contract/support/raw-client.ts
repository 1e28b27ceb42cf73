import { Buffer } from "node:buffer";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import type { Closing } from "./broker-closing.js";
import { type MethodName, methodName } from "./methods.js";
import * as wire from "./wire.js";

/** A frame as it came, or the header with which a broker answers a protocol that it does not speak. */
export interface RawFrame {
  readonly type: number;
  readonly channel: number;
  readonly payload: Buffer;
  /** The method's name, or what else the frame is. */
  readonly name: string;
}

/** What a client says in the handshake; the rest is what amqplib says. */
export interface Handshake {
  readonly frameMax?: number;
  readonly channelMax?: number;
  /** In seconds; 0, the default, for none. */
  readonly heartbeat?: number;
  readonly vhost?: string;
  readonly user?: string;
  readonly password?: string;
  readonly mechanism?: string;
  /** Names of capabilities that the client has. */
  readonly capabilities?: readonly string[];
}

/** A client that sends any frame it is given, valid or not. */
export class RawClient {
  readonly #socket: Socket;
  readonly #frames: RawFrame[] = [];
  #rest: Buffer = Buffer.alloc(0);
  #ended = false;
  #wake: () => void = () => {};

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on("data", (chunk) => {
      this.#rest = Buffer.concat([this.#rest, chunk]);
      this.#cut();
      this.#wake();
    });
    const end = () => {
      this.#ended = true;
      this.#wake();
    };
    socket.on("error", end).on("end", end).on("close", end);
  }

  static async connect(url: string): Promise<RawClient> {
    const { hostname, port } = new URL(url);
    const socket = connect({ host: hostname, port: Number(port) });
    await once(socket, "connect");
    return new RawClient(socket);
  }

  send(...frames: readonly Buffer[]): void {
    this.#socket.write(Buffer.concat(frames));
  }

  method(channel: number, name: MethodName, ...fields: readonly Buffer[]): void {
    this.send(wire.methodFrame(channel, name, ...fields));
  }

  /** The next frame that is not a heartbeat; undefined when the broker has closed the socket. */
  async next(): Promise<RawFrame | undefined> {
    for (;;) {
      const frame = await this.any();
      if (frame?.type !== wire.HEARTBEAT) return frame;
    }
  }

  /** The next frame of any kind. */
  async any(): Promise<RawFrame | undefined> {
    while (this.#frames.length === 0 && !this.#ended) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return this.#frames.shift();
  }

  /** The next frame, which must be this method; fails with what came instead. */
  async expect(name: MethodName): Promise<RawFrame> {
    const frame = await this.next();
    if (frame?.name === name) return frame;
    throw new Error(`waited for ${name}, got ${describe(frame)}`);
  }

  /** The close that comes next, for the channel or the connection; fails with what came instead. */
  async closing(): Promise<Closing & { readonly level: string }> {
    const frame = await this.next();
    if (frame?.name !== "channel.close" && frame?.name !== "connection.close") {
      throw new Error(`waited for a close, got ${describe(frame)}`);
    }
    return { level: frame.name, ...closingOf(frame) };
  }

  /** Resolves when the broker has closed the socket; frames that came before are dropped. */
  async ended(): Promise<void> {
    while ((await this.any()) !== undefined);
  }

  /** Stops reading: the socket's buffers fill, as behind a client that hangs. */
  pause(): void {
    this.#socket.pause();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  /** Up to the broker's `connection.tune`, or what it says instead. */
  async start(handshake: Handshake = {}): Promise<void> {
    const { user = "guest", password = "guest", mechanism = "PLAIN", capabilities = [] } = handshake;
    this.send(wire.protocolHeader);
    await this.expect("connection.start");
    const able = wire.table(...capabilities.map((name) => [name, "t", wire.octet(1)] as const));
    this.method(
      0,
      "connection.start-ok",
      wire.table(["capabilities", "F", able]),
      wire.shortstr(mechanism),
      wire.longstr(`\0${user}\0${password}`),
      wire.shortstr("en_US"),
    );
  }

  /** Answers the broker's `connection.tune` and asks for a virtual host. */
  async tune(handshake: Handshake = {}): Promise<void> {
    const { frameMax = 131_072, channelMax = 2_047, heartbeat = 0, vhost = "/" } = handshake;
    await this.expect("connection.tune");
    this.method(0, "connection.tune-ok", wire.short(channelMax), wire.long(frameMax), wire.short(heartbeat));
    this.method(0, "connection.open", wire.shortstr(vhost), wire.shortstr(""), wire.octet(0));
  }

  /** The whole handshake. */
  async open(handshake: Handshake = {}): Promise<this> {
    await this.start(handshake);
    await this.tune(handshake);
    await this.expect("connection.open-ok");
    return this;
  }

  async openChannel(channel: number): Promise<void> {
    this.method(channel, "channel.open", wire.shortstr(""));
    await this.expect("channel.open-ok");
  }

  #cut(): void {
    for (;;) {
      const rest = this.#rest;
      if (rest.toString("latin1", 0, 4) === "AMQP" && rest.length >= 8) {
        this.#frames.push({ type: 0, channel: 0, payload: rest.subarray(0, 8), name: "protocol header" });
        this.#rest = rest.subarray(8);
        continue;
      }
      if (rest.length < 8) return;
      const size = rest.readUInt32BE(3);
      if (rest.length < size + 8) return;
      const [type = 0, payload] = [rest[0], rest.subarray(7, 7 + size)];
      this.#frames.push({ type, channel: rest.readUInt16BE(1), payload, name: nameOf(type, payload) });
      this.#rest = rest.subarray(size + 8);
    }
  }
}

function nameOf(type: number, payload: Buffer): string {
  if (type === wire.METHOD) return methodName(payload.readUInt16BE(0), payload.readUInt16BE(2));
  return { [wire.HEADER]: "header", [wire.BODY]: "body", [wire.HEARTBEAT]: "heartbeat" }[type] ?? `${type}`;
}

function closingOf({ payload }: RawFrame): Closing {
  const textEnd = 7 + payload.readUInt8(6);
  return {
    code: payload.readUInt16BE(4),
    text: payload.toString("utf8", 7, textEnd),
    method: methodName(payload.readUInt16BE(textEnd), payload.readUInt16BE(textEnd + 2)),
  };
}

function describe(frame: RawFrame | undefined): string {
  if (frame === undefined) return "the end of the connection";
  const closes = frame.name === "channel.close" || frame.name === "connection.close";
  return closes ? `${frame.name} ${JSON.stringify(closingOf(frame))}` : frame.name;
}
