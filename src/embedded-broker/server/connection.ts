import type { Socket } from "node:net";
import { clearTimeout, setTimeout } from "node:timers";
import type { Queue } from "../model/queue.js";
import type { VirtualHost } from "../model/virtual-host.js";
import { AmqpError } from "../protocol/amqp-error.js";
import { MalformedBytes, MalformedText, UnknownBytes } from "../protocol/byte-reader.js";
import { type Frame, type FrameFault, FrameReader, frameTypes } from "../protocol/frame-reader.js";
import { methodId, methodNameOf } from "../protocol/method-codec.js";
import type { MethodName } from "../protocol/methods.js";
import type { ConnectionView } from "../views.js";
import type { Access } from "./access.js";
import type { BrokerState } from "./broker-state.js";
import { Channel } from "./channel.js";
import type { ChannelConsumer } from "./channel-consumer.js";
import { Client } from "./client.js";
import { handleConnectionMethod } from "./connection-methods.js";
import { describeFrame } from "./describe-frame.js";
import { initialFrameMax, protocolHeader } from "./handshake.js";
import type { Heartbeat } from "./heartbeat.js";
import { Output } from "./output.js";

/** A client that has not finished its handshake by then is dropped, as RabbitMQ's default has it. */
const handshakeTimeout = 10_000;
/** How long a closing connection waits for the client's end. */
const closingTimeout = 3_000;
/** How long a client that has closed the connection may take to close the socket. */
const clientsEndTimeout = 30_000;
/** The same when the broker itself ends. */
const shutDownTimeout = 200;

export type ConnectionState = "header" | "starting" | "tuning" | "opening" | "running" | "closing" | "closed";

/** Asks for a call of `flush` when this round of events is over. */
export type FlushLater = (connection: Connection) => void;

/** A client's TCP connection: from the protocol header to the close, with its channels. */
export class Connection {
  readonly id: number;
  readonly broker: BrokerState;
  readonly output: Output;
  readonly client = new Client();
  /** Deleted when the connection ends. */
  readonly exclusiveQueues = new Set<Queue>();
  state: ConnectionState = "header";
  channelMax = 0;
  heartbeat: Heartbeat | undefined;
  /** The method that an error is about. */
  failedMethod: MethodName | undefined;
  readonly reader = new FrameReader(initialFrameMax);
  readonly #socket: Socket;
  readonly #channels = new Map<number, Channel>();
  readonly #confirming = new Set<Channel>();
  readonly #congested = new Set<ChannelConsumer>();
  #vhost: VirtualHost | undefined;
  #access: Access | undefined;
  #published = false;
  #blockedSent = false;
  #header = Buffer.alloc(0);
  #frames: Iterator<Frame | FrameFault> | undefined;
  #deadline: NodeJS.Timeout;
  #closeReason = "client unexpectedly closed TCP connection";

  constructor(id: number, socket: Socket, broker: BrokerState, flushLater: FlushLater) {
    this.id = id;
    this.broker = broker;
    this.#socket = socket;
    this.output = new Output(socket, () => flushLater(this));
    this.output.delay = broker.faults.delay;
    this.#deadline = setTimeout(() => socket.destroy(), handshakeTimeout).unref();
    socket.setNoDelay(true);
    socket.on("data", (chunk) => this.#receive(chunk));
    socket.on("drain", () => this.#wakeCongested());
    socket.on("end", () => socket.end());
    socket.on("error", () => {}); // "close" follows
    socket.once("close", () => this.#end());
    this.applyFaults();
  }

  get running(): boolean {
    return this.state === "running";
  }

  /** Whether the client wants to hear that a consumer is cancelled. */
  get wantsCancel(): boolean {
    return this.client.can("consumer_cancel_notify");
  }

  view(): ConnectionView {
    const { user, name, properties } = this.client;
    const vhost = this.#vhost?.name ?? "";
    return { id: this.id, user, vhost, name, clientProperties: properties, channels: this.#channels.size };
  }

  /** The handshake is over. */
  run(vhost: VirtualHost, access: Access): void {
    this.#vhost = vhost;
    this.#access = access;
    this.state = "running";
    clearTimeout(this.#deadline);
    const { observe, clock } = this.broker;
    observe?.({ kind: "connection-opened", at: clock.now(), connection: this.view() });
  }

  /** False while the client does not read what it has got; the consumer is woken when it does. */
  canDeliver(consumer: ChannelConsumer): boolean {
    if (!this.output.congested) return true;
    this.#congested.add(consumer);
    return false;
  }

  confirmLater(channel: Channel): void {
    this.#confirming.add(channel);
    this.output.announce();
  }

  /** Writes what has gathered. */
  flush(): void {
    for (const channel of this.#confirming) channel.sendConfirms();
    if (!this.broker.faults.confirmsHeld) this.#confirming.clear();
    this.heartbeat?.sent();
    this.output.flush();
    if (this.#congested.size > 0) this.#wakeCongested();
    this.#read(); // it may have been held up by its own replies
  }

  /** Removes a channel that is closed. */
  forget(channel: Channel): void {
    this.#channels.delete(channel.number);
    this.#confirming.delete(channel);
  }

  /** Stops or goes on reading and confirming, as the broker's faults ask for. */
  applyFaults(): void {
    const { faults } = this.broker;
    this.output.delay = faults.delay;
    this.#tellBlocked();
    if (!faults.confirmsHeld && this.#confirming.size > 0) this.output.announce();
    this.#read();
  }

  /** Ends the TCP connection without a word. */
  reset(): void {
    this.#socket.resetAndDestroy();
  }

  /** Tells the client that the broker ends, and waits for it only shortly. */
  shutDown(): void {
    if (!this.running) return void this.#socket.destroy();
    this.failedMethod = undefined;
    this.fail(new AmqpError("CONNECTION_FORCED", "broker forced connection closure with reason 'shutdown'"));
    this.#expectEnd(shutDownTimeout);
  }

  /**
   * Sends `connection.close` and waits for the client's answer, but not for long. In the handshake only a refused
   * login and a refused virtual host are told; anything else ends the connection without a word, as in RabbitMQ.
   */
  fail(error: AmqpError): void {
    if (this.state === "closing" || this.state === "closed") return;
    const opening = this.state === "opening" && error.replyName === "NOT_ALLOWED";
    const starting = this.state === "starting" && error.replyName === "ACCESS_REFUSED";
    if (!this.running && !opening && !starting) return this.finish(error.replyText);
    const [classId, id] = this.failedMethod === undefined ? [0, 0] : methodId(this.failedMethod);
    const { replyCode, replyText } = error;
    this.closeChannels();
    this.output.send(0, "connection.close", { replyCode, replyText, classId, methodId: id });
    this.#closeReason = replyText;
    this.state = "closing";
    this.#expectEnd();
  }

  /** Ends what the client had open: consumers, unacknowledged deliveries and exclusive queues. */
  closeChannels(): void {
    for (const channel of this.#channels.values()) {
      if (channel.state === "closing") continue;
      channel.sendConfirms();
      channel.cleanUp();
    }
    this.#channels.clear();
    this.#confirming.clear();
    for (const queue of this.exclusiveQueues) this.#vhost?.deleteQueue(queue);
    this.exclusiveQueues.clear();
  }

  /** The client has closed the connection, and closes the socket when it has read the answer. */
  closedByClient(reason: string): void {
    this.#closeReason = reason;
    this.state = "closed";
    this.#expectEnd(clientsEndTimeout);
  }

  /** Closes the socket once what is written has left. */
  finish(reason: string): void {
    this.#closeReason = reason;
    this.state = "closed";
    this.output.flush();
    this.#socket.end();
    this.#expectEnd();
  }

  /** The client has answered `connection.close`. */
  end(): void {
    this.finish(this.#closeReason);
  }

  #receive(chunk: Buffer): void {
    this.heartbeat?.received();
    if (this.state !== "header") {
      this.#frames = this.reader.read(chunk);
      return this.#read();
    }
    const missing = 8 - this.#header.length;
    this.#header = Buffer.concat([this.#header, chunk.subarray(0, missing)]);
    if (!protocolHeader.subarray(0, this.#header.length).equals(this.#header)) return this.#refuse();
    if (this.#header.length < 8) return;
    this.state = "starting";
    handleConnectionMethod(this, undefined);
    if (chunk.length > missing) this.#frames = this.reader.read(chunk.subarray(missing));
    this.#read();
  }

  /** Another protocol: RabbitMQ names its own and closes. */
  #refuse(): void {
    this.state = "closed";
    this.output.sendRaw(protocolHeader);
    this.finish("bad protocol header");
  }

  /** Takes frames as long as nothing forbids to. */
  #read(): void {
    const frames = this.#frames;
    if (frames === undefined) return this.#flow();
    while (!this.#held) {
      const next = frames.next();
      if (next.done === true) {
        this.#frames = undefined;
        break;
      }
      this.#take(next.value);
    }
    this.#flow();
  }

  get #held(): boolean {
    const { faults } = this.broker;
    return faults.readingPaused || this.#blockedSent || (this.running && this.output.congested);
  }

  #flow(): void {
    if (this.#held && !this.#socket.isPaused()) this.#socket.pause();
    else if (!this.#held && this.#socket.isPaused()) this.#socket.resume();
  }

  #take(frame: Frame | FrameFault): void {
    this.failedMethod = undefined;
    try {
      if ("problem" in frame) this.#fatal(frame);
      else this.#handle(frame);
    } catch (error) {
      if (error instanceof UnknownBytes) return this.#crash();
      if (error instanceof MalformedText) this.failedMethod = undefined;
      this.fail(replyFor(error, frame));
    }
  }

  #handle(frame: Frame): void {
    const { type, channel, payload } = frame;
    const ending = this.state === "closing" || this.state === "closed";
    if (channel === 0) {
      if (type === frameTypes.method && isComplete(frame)) return handleConnectionMethod(this, payload);
      if (ending || (type === frameTypes.heartbeat && payload.length === 0)) return;
      if (type !== frameTypes.method && isComplete(frame)) {
        throw new AmqpError("UNEXPECTED_FRAME", describeFrame(frame));
      }
      throw new AmqpError("FRAME_ERROR", `${describeFrame(frame)}: unknown_frame`);
    }
    if (ending) return;
    if (!this.running || type === frameTypes.heartbeat) {
      throw new AmqpError("UNEXPECTED_FRAME", describeFrame(frame));
    }
    if (!isComplete(frame)) {
      throw new AmqpError("FRAME_ERROR", `${describeFrame(frame)}: unknown_frame`);
    }
    this.#channel(frame).take(frame);
    if (type === frameTypes.header && !this.#published) {
      this.#published = true;
      this.#tellBlocked();
    }
  }

  /** A channel begins with the first frame for it; `channel.open` is checked by the channel itself. */
  #channel(frame: Frame): Channel {
    const { channel: number } = frame;
    const known = this.#channels.get(number);
    if (known !== undefined) return known;
    const count = this.#channels.size;
    this.failedMethod = methodNameOf(frame.payload);
    if (this.channelMax !== 0 && count >= this.channelMax) {
      throw new AmqpError(
        "NOT_ALLOWED",
        `number of channels opened (${count}) has reached the negotiated channel_max (${this.channelMax})`,
      );
    }
    const [vhost, access] = [this.#vhost as VirtualHost, this.#access as Access];
    const channel = new Channel(number, this, this.broker, vhost, access);
    this.#channels.set(number, channel);
    return channel;
  }

  /** What makes RabbitMQ's reader crash ends the connection without a word. */
  #crash(): void {
    this.#closeReason = "unknown method or field type";
    this.#socket.destroy();
  }

  /** After bytes that are no frame nothing can be read any more. */
  #fatal(frame: FrameFault): void {
    if (this.running) this.fail(new AmqpError("FRAME_ERROR", `${describeFrame(frame)}: ${frame.problem}`));
    this.finish("frame error");
  }

  #tellBlocked(): void {
    const reason = this.broker.faults.blocked;
    if (reason !== undefined && this.#published && this.running && !this.#blockedSent) {
      this.#blockedSent = true;
      if (this.client.can("connection.blocked")) this.output.send(0, "connection.blocked", { reason });
    } else if (reason === undefined && this.#blockedSent) {
      this.#blockedSent = false;
      if (this.client.can("connection.blocked")) this.output.send(0, "connection.unblocked", {});
    }
  }

  #wakeCongested(): void {
    if (this.output.congested) return;
    const consumers = [...this.#congested];
    this.#congested.clear();
    for (const consumer of consumers) consumer.queue.wake(consumer);
    this.#read();
  }

  #expectEnd(timeout = closingTimeout): void {
    clearTimeout(this.#deadline);
    this.#deadline = setTimeout(() => this.#socket.destroy(), timeout).unref();
  }

  #end(): void {
    const wasOpened = this.#vhost !== undefined;
    clearTimeout(this.#deadline);
    this.heartbeat?.stop();
    this.output.close();
    this.#frames = undefined;
    this.#congested.clear();
    this.closeChannels();
    this.state = "closed";
    const { observe, clock } = this.broker;
    const reason = this.#closeReason;
    if (wasOpened) observe?.({ kind: "connection-closed", at: clock.now(), connection: this.view(), reason });
  }
}

/** Whether the payload has what its type asks for; an unknown type has nothing that it could be asked for. */
function isComplete({ type, payload }: Frame): boolean {
  if (type === frameTypes.method) return payload.length >= 4;
  if (type === frameTypes.header) return payload.length >= 12;
  return type === frameTypes.body;
}

/** What the client is told: damaged bytes are its fault, and anything else is a fault of the broker. */
function replyFor(error: unknown, frame: Frame): AmqpError {
  if (error instanceof AmqpError) return error;
  if (error instanceof MalformedText) return new AmqpError("FRAME_ERROR", "Malformed UTF-8 in shortstr");
  if (error instanceof MalformedBytes || error instanceof RangeError) {
    const { payload, type } = frame;
    const what = type === frameTypes.method ? payload.subarray(4) : payload;
    return new AmqpError("FRAME_ERROR", `cannot decode <<${[...what.subarray(0, 300)].join(",")}>>`);
  }
  return new AmqpError("INTERNAL_ERROR", error instanceof Error ? error.message : String(error));
}
