import type { Socket } from "node:net";
import type { Queue } from "../model/queue.js";
import type { VirtualHost } from "../model/virtual-host.js";
import { AmqpError } from "../protocol/amqp-error.js";
import { MalformedText, UnknownBytes } from "../protocol/byte-reader.js";
import { type Frame, type FrameFault, frameTypes } from "../protocol/frame-reader.js";
import { methodId } from "../protocol/method-codec.js";
import type { MethodName } from "../protocol/methods.js";
import type { ConnectionView } from "../views.js";
import type { Access } from "./access.js";
import { Blocking } from "./blocking.js";
import type { BrokerState } from "./broker-state.js";
import type { Channel } from "./channel.js";
import type { ChannelConsumer } from "./channel-consumer.js";
import { Channels } from "./channels.js";
import { Client } from "./client.js";
import { CongestedConsumers } from "./congested-consumers.js";
import { handleConnectionMethod, startHandshake } from "./connection-methods.js";
import type { ConnectionState } from "./connection-state.js";
import { isComplete, replyTo, unexpectedFrame, unknownFrame, unreadableFrame } from "./frame-errors.js";
import { protocolHeader } from "./handshake.js";
import type { Heartbeat } from "./heartbeat.js";
import { Input } from "./input.js";
import { Output } from "./output.js";
import { SocketDeadline } from "./socket-deadline.js";

/** A client's TCP connection: from the protocol header to the close, with its channels. */
export class Connection {
  readonly id: number;
  readonly broker: BrokerState;
  readonly output: Output;
  readonly client = new Client();
  /** Deleted when the connection ends. */
  readonly exclusiveQueues = new Set<Queue>();
  state: ConnectionState = "header";
  heartbeat: Heartbeat | undefined;
  /** The method that an error is about. */
  failedMethod: MethodName | undefined;
  readonly input: Input;
  readonly #socket: Socket;
  readonly channels: Channels;
  readonly #congested = new CongestedConsumers();
  #vhost: VirtualHost | undefined;
  #access: Access | undefined;
  readonly #blocking = new Blocking(this);
  readonly #deadline: SocketDeadline;
  #closeReason = "client unexpectedly closed TCP connection";

  /** `flushLater` asks for a call of `flush` when this round of events is over. */
  constructor(id: number, socket: Socket, broker: BrokerState, flushLater: (connection: Connection) => void) {
    this.id = id;
    this.broker = broker;
    this.#socket = socket;
    this.channels = new Channels(this, broker);
    this.output = new Output(socket, () => flushLater(this));
    this.output.delay = broker.faults.delay;
    this.#deadline = new SocketDeadline(socket, "handshake");
    socket.setNoDelay(true);
    this.input = new Input(socket, {
      received: () => this.heartbeat?.received(),
      begin: () => startHandshake(this),
      refuse: () => this.#refuse(),
      take: (frame) => this.#take(frame),
      held: () => this.#held,
    });
    socket.on("drain", () => this.#wakeCongested());
    socket.on("end", () => socket.end());
    socket.on("error", () => {}); // "close" follows
    socket.once("close", () => this.#end());
    this.applyFaults();
  }

  get running(): boolean {
    return this.state === "running";
  }

  /** Whether the client asked for notifications of cancelled consumers. */
  get wantsCancel(): boolean {
    return this.client.can("consumer_cancel_notify");
  }

  view(): ConnectionView {
    const { user, name, properties } = this.client;
    const vhost = this.#vhost?.name ?? "";
    return { id: this.id, user, vhost, name, clientProperties: properties, channels: this.channels.size };
  }

  /** The handshake is over. */
  run(vhost: VirtualHost, access: Access): void {
    this.#vhost = vhost;
    this.#access = access;
    this.state = "running";
    this.#deadline.stop();
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
    this.channels.confirmLater(channel);
    this.output.announce();
  }

  /** Writes what has gathered. */
  flush(): void {
    this.channels.sendConfirms();
    this.output.flush();
    this.#wakeCongested();
    this.input.continue(); // it may have been held up by its own replies
  }

  /** Stops or goes on reading and confirming, as the broker's faults ask for. */
  applyFaults(): void {
    const { faults } = this.broker;
    this.output.delay = faults.delay;
    this.#blocking.update();
    if (!faults.confirmsHeld && this.channels.confirming) this.output.announce();
    this.input.continue();
  }

  /** Ends the TCP connection without a word. */
  reset(): void {
    this.#socket.resetAndDestroy();
  }

  /** Notifies the client that the broker is stopping, and waits for it only briefly. */
  shutDown(): void {
    if (!this.running) return void this.#socket.destroy();
    this.failedMethod = undefined;
    this.fail(new AmqpError("CONNECTION_FORCED", "broker forced connection closure with reason 'shutdown'"));
    this.#deadline.restart("shut-down");
  }

  /**
   * Sends `connection.close` and waits for the client's answer, but not for long. In the handshake only a refused login
   * and a refused virtual host are reported; anything else closes the connection silently, as in RabbitMQ.
   */
  fail(error: AmqpError): void {
    if (this.state === "closing" || this.state === "closed") return;
    const opening = this.state === "opening" && error.replyName === "NOT_ALLOWED";
    const starting = this.state === "starting" && error.replyName === "ACCESS_REFUSED";
    if (!this.running && !opening && !starting) {
      this.finish(error.replyText);
      return;
    }
    const [classId, id] = this.failedMethod === undefined ? [0, 0] : methodId(this.failedMethod);
    const { replyCode, replyText } = error;
    this.closeChannels();
    this.output.send(0, "connection.close", { replyCode, replyText, classId, methodId: id });
    this.#closeReason = replyText;
    this.state = "closing";
    this.#deadline.restart("closing");
  }

  /** Ends what the client had open: consumers, unacknowledged deliveries and exclusive queues. */
  closeChannels(): void {
    this.channels.close();
    for (const queue of this.exclusiveQueues) this.#vhost?.deleteQueue(queue);
    this.exclusiveQueues.clear();
  }

  /** The client has closed the connection, and closes the socket when it has read the answer. */
  closedByClient(reason: string): void {
    this.#closeReason = reason;
    this.state = "closed";
    this.#deadline.restart("client's end");
  }

  /** Closes the socket once what is written has left. */
  finish(reason: string): void {
    this.#closeReason = reason;
    this.state = "closed";
    this.output.flush();
    this.#socket.end();
    this.#deadline.restart("closing");
  }

  /** The client has answered `connection.close`. */
  end(): void {
    this.finish(this.#closeReason);
  }

  /** Another protocol: RabbitMQ names its own and closes. */
  #refuse(): void {
    this.state = "closed";
    this.output.sendRaw(protocolHeader);
    this.finish("bad protocol header");
  }

  get #held(): boolean {
    const { faults } = this.broker;
    if (faults.readingPaused) return true;
    return this.running && (this.#blocking.active || this.output.congested);
  }

  #take(frame: Frame | FrameFault): void {
    this.failedMethod = undefined;
    try {
      if ("problem" in frame) this.#fatal(frame);
      else this.#handle(frame);
    } catch (error) {
      if (error instanceof MalformedText) this.failedMethod = undefined;
      if (error instanceof UnknownBytes) this.#crash();
      else this.fail(replyTo(error, frame));
    }
  }

  #handle(frame: Frame): void {
    const { type, channel, payload } = frame;
    if (channel === 0 && type === frameTypes.method && isComplete(frame)) {
      handleConnectionMethod(this, payload);
      return;
    }
    if (this.state === "closing" || this.state === "closed") return;
    if (type === frameTypes.heartbeat && payload.length === 0) {
      if (channel === 0) return;
      throw unexpectedFrame(frame);
    }
    if (!isComplete(frame)) throw unknownFrame(frame);
    if (channel === 0 || !this.running) throw unexpectedFrame(frame);
    this.channels.at(channel, this.#vhost as VirtualHost, this.#access as Access).take(frame);
    if (type === frameTypes.header) this.#blocking.published();
  }

  /** What makes RabbitMQ's reader crash ends the connection without a word. */
  #crash(): void {
    this.#closeReason = "unknown method or field type";
    this.#socket.destroy();
  }

  /** After bytes that are not a frame, nothing more can be read. */
  #fatal(frame: FrameFault): void {
    if (this.running) this.fail(unreadableFrame(frame));
    this.finish("frame error");
  }

  #wakeCongested(): void {
    if (!this.output.congested && this.#congested.wake()) this.input.continue();
  }

  #end(): void {
    const wasOpened = this.#vhost !== undefined;
    this.#deadline.stop();
    this.heartbeat?.stop();
    this.output.close();
    this.input.close();
    this.#congested.clear();
    this.closeChannels();
    this.state = "closed";
    const { observe, clock } = this.broker;
    const reason = this.#closeReason;
    if (wasOpened) observe?.({ kind: "connection-closed", at: clock.now(), connection: this.view(), reason });
  }
}
