import { deliveredProperties } from "../model/delivered-properties.js";
import type { Message } from "../model/message.js";
import type { Queue } from "../model/queue.js";
import type { QueueEntry } from "../model/queue-entry.js";
import type { VirtualHost } from "../model/virtual-host.js";
import { AmqpError } from "../protocol/amqp-error.js";
import type { Frame } from "../protocol/frame-reader.js";
import { methodId, methodNameOf } from "../protocol/method-codec.js";
import type { MethodArguments, MethodName } from "../protocol/methods.js";
import type { Access } from "./access.js";
import type { BrokerState } from "./broker-state.js";
import type { ChannelConsumer } from "./channel-consumer.js";
import { handleCommand } from "./channel-methods.js";
import type { Confirms } from "./confirms.js";
import type { Connection } from "./connection.js";
import { ContentAssembler } from "./content-assembler.js";
import { type Delivery, messagesByQueue, Unacked } from "./unacked.js";

/** A channel of a connection: its state, its consumers and what it has not acknowledged. */
export class Channel {
  readonly number: number;
  readonly connection: Connection;
  readonly broker: BrokerState;
  readonly vhost: VirtualHost;
  readonly access: Access;
  state: "starting" | "running" | "closing" = "starting";
  readonly consumers = new Map<string, ChannelConsumer>();
  readonly unacked = new Unacked();
  /** Undefined until `confirm.select`. */
  confirms: Confirms | undefined;
  /** The prefetch of the consumers to come. */
  prefetch = 0;
  /** Stands for an empty queue name. */
  lastQueue = "";
  /** Where its direct replies go. */
  directReply: { readonly tag: string; readonly name: string } | undefined;
  /** Deliveries that all consumers together may hold; 0 for any number. */
  #limit = 0;
  #held = 0;
  #lastTag = 0;
  readonly #assembler: ContentAssembler;

  constructor(
    number: number,
    connection: Connection,
    broker: BrokerState,
    vhost: VirtualHost,
    access: Access,
  ) {
    this.number = number;
    this.connection = connection;
    this.broker = broker;
    this.vhost = vhost;
    this.access = access;
    this.#assembler = new ContentAssembler(broker.limits.maxMessageSize);
  }

  /** Throws what closes the connection; what closes the channel alone is answered here. */
  take(frame: Frame): void {
    let name: MethodName | undefined;
    try {
      const command = this.#assembler.take(frame);
      name = (command?.method ?? this.#assembler.method)?.name;
      if (command !== undefined) handleCommand(this, command);
    } catch (error) {
      if (!(error instanceof AmqpError) || error.closes === "connection") {
        this.connection.failedMethod = name ?? this.#assembler.method?.name ?? methodNameOf(frame.payload);
        throw error;
      }
      this.#fail(error, name);
    }
  }

  send<Name extends MethodName>(name: Name, values: MethodArguments<Name>): void {
    if (this.state !== "closing") this.connection.output.send(this.number, name, values);
  }

  /** `basic.return` of a message that no queue took. */
  sendReturn(message: Message): void {
    const { exchange, routingKey, encodedProperties, body } = message;
    const values = { replyCode: 312, replyText: "NO_ROUTE", exchange, routingKey };
    this.connection.output.sendWithContent(this.number, "basic.return", values, encodedProperties, body);
  }

  deliver(consumer: ChannelConsumer, queued: QueueEntry): void {
    const tag = ++this.#lastTag;
    if (!consumer.noAck) {
      this.unacked.add(tag, { queue: consumer.queue, queued, consumer });
      consumer.unacked++;
      this.#held++;
    }
    this.#sendDelivery(
      consumer.tag,
      tag,
      queued.redelivered,
      queued.message,
      deliveredProperties(consumer.queue, queued),
    );
  }

  /** A message of `basic.get`, with the number of those that are left. */
  sendGot(queue: Queue, queued: QueueEntry, noAck: boolean): void {
    const deliveryTag = ++this.#lastTag;
    if (!noAck) this.unacked.add(deliveryTag, { queue, queued, consumer: undefined });
    const { exchange, routingKey, body } = queued.message;
    const messageCount = queue.ready.size;
    const values = { deliveryTag, redelivered: queued.redelivered, exchange, routingKey, messageCount };
    const properties = deliveredProperties(queue, queued);
    this.connection.output.sendWithContent(this.number, "basic.get-ok", values, properties, body);
  }

  deliverReply(consumerTag: string, message: Message): void {
    this.#sendDelivery(consumerTag, ++this.#lastTag, false, message, message.encodedProperties);
  }

  get withinLimit(): boolean {
    return this.#limit === 0 || this.#held < this.#limit;
  }

  /** Sets how many deliveries all consumers may hold together; 0 for any number. */
  setLimit(limit: number): void {
    this.#limit = limit;
    this.#wakeAll();
  }

  get limited(): boolean {
    return this.#limit > 0;
  }

  acknowledge(deliveries: readonly Delivery[]): void {
    for (const { queue, queued } of deliveries) queue.acknowledge(queued);
    for (const consumer of this.#release(deliveries)) consumer.queue.wake(consumer);
    if (this.limited) this.#wakeAll();
  }

  /** Gives deliveries back, or lets them die. */
  return(deliveries: readonly Delivery[], requeue: boolean): void {
    const consumers = this.#release(deliveries);
    // they take part again before the messages are back, so that these come first
    for (const consumer of consumers) consumer.queue.consumers.wake(consumer);
    for (const [queue, messages] of messagesByQueue(deliveries)) {
      if (requeue) queue.requeue(messages);
      else queue.reject(messages);
    }
    for (const { queue } of consumers) queue.deliver();
    if (this.limited) this.#wakeAll();
  }

  /** The queue is gone, or took the consumer away. */
  consumerCancelled(consumer: ChannelConsumer): void {
    if (this.consumers.get(consumer.tag) === consumer) this.consumers.delete(consumer.tag);
    if (!this.connection.wantsCancel) return;
    this.send("basic.cancel", { consumerTag: consumer.tag, noWait: true });
  }

  sendConfirms(): void {
    if (this.broker.faults.confirmsHeld) return;
    this.confirms?.flush((kind, deliveryTag, multiple) => {
      if (kind === "ack") this.send("basic.ack", { deliveryTag, multiple });
      else this.send("basic.nack", { deliveryTag, multiple, requeue: false });
    });
  }

  /** Ends its consumers and gives back what it holds. */
  cleanUp(): void {
    if (this.directReply !== undefined) this.broker.directReplies.remove(this.directReply.name);
    this.directReply = undefined;
    const consumers = [...this.consumers.values()];
    this.consumers.clear();
    for (const consumer of consumers) consumer.queue.consumers.remove(consumer);
    for (const [queue, messages] of messagesByQueue(this.unacked.takeAll())) queue.requeue(messages);
    for (const { queue } of consumers) queue.consumerRemoved();
  }

  #sendDelivery(
    consumerTag: string,
    deliveryTag: number,
    redelivered: boolean,
    message: Message,
    properties: Buffer,
  ) {
    const { exchange, routingKey, body } = message;
    const values = { consumerTag, deliveryTag, redelivered, exchange, routingKey };
    this.connection.output.sendWithContent(this.number, "basic.deliver", values, properties, body);
  }

  #fail(error: AmqpError, name: MethodName | undefined): void {
    this.sendConfirms();
    this.cleanUp();
    const [classId, id] = name === undefined ? [0, 0] : methodId(name);
    const { replyCode, replyText } = error;
    this.send("channel.close", { replyCode, replyText, classId, methodId: id });
    this.state = "closing";
  }

  /** Takes deliveries off the prefetch of their consumers, which it returns. */
  #release(deliveries: readonly Delivery[]): Set<ChannelConsumer> {
    const consumers = new Set<ChannelConsumer>();
    for (const { consumer } of deliveries) {
      if (consumer === undefined) continue;
      consumer.unacked--;
      this.#held--;
      consumers.add(consumer);
    }
    return consumers;
  }

  #wakeAll(): void {
    for (const consumer of [...this.consumers.values()]) consumer.queue.wake(consumer);
  }
}
