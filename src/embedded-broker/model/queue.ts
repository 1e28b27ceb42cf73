import type { BrokerClock } from "../clock.js";
import type { DeathReason } from "../happening.js";
import type { Binding } from "./binding.js";
import type { Consumer } from "./consumer.js";
import { HeadExpiry } from "./head-expiry.js";
import type { Message } from "./message.js";
import { QueueConsumers } from "./queue-consumers.js";
import type { QueueDefinition } from "./queue-definition.js";
import type { QueueEntry } from "./queue-entry.js";
import { exceedsLimits, type QueueSettings } from "./queue-settings.js";
import { classicMessages, quorumMessages, type ReadyMessages } from "./ready-messages.js";
import type { ReportHappening } from "./report-happening.js";

/** What a queue needs of its virtual host. */
export interface QueueHost {
  readonly clock: BrokerClock;
  readonly report: ReportHappening | undefined;
  /** Publishes to the queue's dead-letter exchange, or drops the message. */
  deadLetter(queue: Queue, queued: QueueEntry, reason: DeathReason): void;
  deleteQueue(queue: Queue): void;
}

/** A queue, classic or quorum: the types differ by their settings and by the order of their messages. */
export class Queue {
  readonly kind = "queue";
  readonly definition: QueueDefinition;
  readonly settings: QueueSettings;
  /** Bindings of which it is the destination. */
  readonly incoming = new Set<Binding>();
  readonly consumers: QueueConsumers;
  readonly ready: ReadyMessages;
  readonly unacked = new Set<QueueEntry>();
  /** It is deleted; what channels still hold of it settles without effect. */
  closed = false;
  readonly #host: QueueHost;
  #sequence = 0;
  #wasConsumed = false;
  readonly #expiry: HeadExpiry;
  #cancelUnused: (() => void) | undefined;

  constructor(definition: QueueDefinition, settings: QueueSettings, host: QueueHost) {
    this.definition = definition;
    this.settings = settings;
    this.#host = host;
    this.#expiry = new HeadExpiry(host.clock, () => this.#expire());
    this.consumers = new QueueConsumers(settings);
    this.ready =
      settings.type === "quorum"
        ? quorumMessages(settings.deliveryLimit !== undefined)
        : classicMessages(settings.maxPriority);
    this.touch();
  }

  get name(): string {
    return this.definition.name;
  }

  /** Stores a message, or hands it to a consumer; false if the queue is full and refuses publishes. */
  enqueue(message: Message): boolean {
    const { overflow, messageTtl } = this.settings;
    const { ready } = this;
    if (
      overflow !== "drop-head" &&
      exceedsLimits(this.settings, ready.size + 1, ready.bytes + message.body.length)
    ) {
      if (overflow === "reject-publish-dlx")
        this.#host.deadLetter(this, this.#place(message, undefined), "maxlen");
      return false;
    }
    const ttl = messageTtl === undefined ? message.ttl : Math.min(messageTtl, message.ttl ?? messageTtl);
    const queued = this.#place(message, ttl === undefined ? undefined : this.#host.clock.now() + ttl);
    // to a consumer that waits, a message comes even with a TTL of 0
    const consumer = ready.size === 0 && this.consumers.size > 0 ? this.consumers.next() : undefined;
    if (consumer !== undefined) {
      this.#give(queued, consumer);
      return true;
    }
    ready.push(queued);
    if (this.consumers.size > 0) this.deliver();
    this.#dropExcess();
    if (ttl !== undefined) this.#expire();
    return true;
  }

  /** Gives messages to consumers as long as there are both. */
  deliver(): void {
    if (this.closed) return;
    for (;;) {
      this.#expire();
      if (this.ready.size === 0) return;
      const consumer = this.consumers.next();
      if (consumer === undefined) return;
      this.#give(this.ready.shift() as QueueEntry, consumer);
    }
  }

  /** The next message for `basic.get`. */
  get(noAck: boolean): QueueEntry | undefined {
    this.touch();
    this.#expire();
    const queued = this.ready.shift();
    if (queued === undefined) return undefined;
    this.#hand(queued, noAck, undefined);
    this.#expire();
    return queued;
  }

  acknowledge(queued: QueueEntry): void {
    if (!this.unacked.delete(queued)) return;
    this.#settled(queued, "acked");
  }

  /** Lets messages die of `rejected`. */
  reject(rejected: readonly QueueEntry[]): void {
    for (const queued of rejected) {
      if (!this.unacked.delete(queued)) continue;
      this.#settled(queued, "rejected");
      this.#host.deadLetter(this, queued, "rejected");
    }
  }

  /** Puts messages back; those that came back too often die of `delivery_limit`. */
  requeue(returned: readonly QueueEntry[]): void {
    const { deliveryLimit } = this.settings;
    for (const queued of returned) {
      if (!this.unacked.delete(queued)) continue;
      queued.redelivered = true;
      queued.deliveryCount++;
      this.#settled(queued, "requeued");
      if (deliveryLimit !== undefined && queued.deliveryCount > deliveryLimit) {
        this.#host.deadLetter(this, queued, "delivery_limit");
      } else {
        this.ready.putBack(queued);
      }
    }
    this.#dropExcess();
    this.deliver();
  }

  addConsumer(consumer: Consumer): void {
    this.#cancelUnused?.();
    this.#cancelUnused = undefined;
    this.#wasConsumed = true;
    this.consumers.add(consumer);
    this.deliver();
  }

  removeConsumer(consumer: Consumer): void {
    if (this.consumers.remove(consumer)) this.consumerRemoved();
  }

  /** Goes on with the consumers that are left; without any, `auto-delete` and `x-expires` count. */
  consumerRemoved(): void {
    if (this.closed) return;
    if (this.consumers.size > 0) {
      this.deliver();
      return;
    }
    this.touch();
    if (this.definition.autoDelete && this.#wasConsumed) this.#host.deleteQueue(this);
  }

  /** Takes all consumers away, and returns how many; what they hold stays with them. */
  cancelConsumers(): number {
    const consumers = [...this.consumers.list];
    for (const consumer of consumers) this.consumers.remove(consumer);
    for (const consumer of consumers) consumer.cancelled();
    if (consumers.length > 0) this.consumerRemoved();
    return consumers.length;
  }

  /** A consumer can take messages again. */
  wake(consumer: Consumer): void {
    if (this.consumers.wake(consumer)) this.deliver();
  }

  /** Removes the ready messages and returns how many. */
  purge(): number {
    const { size } = this.ready;
    this.ready.clear();
    this.#host.report?.({ kind: "queue-purged", queue: this.name, messages: size });
    return size;
  }

  /** Counts as use of a classic queue only. */
  declaredAgain(): void {
    if (this.settings.type === "classic") this.touch();
  }

  /** Starts the time of `x-expires` again: the queue is in use. */
  touch(): void {
    const { expires } = this.settings;
    if (expires === undefined || this.consumers.size > 0 || this.closed) return;
    this.#cancelUnused?.();
    this.#cancelUnused = this.#host.clock.setTimer(() => this.#host.deleteQueue(this), expires);
  }

  /** Ends its timers and drops its messages; the virtual host has removed it. */
  close(): void {
    this.closed = true;
    this.#expiry.stop();
    this.#cancelUnused?.();
    const consumers = [...this.consumers.list];
    for (const consumer of consumers) this.consumers.remove(consumer);
    this.ready.clear();
    this.unacked.clear();
    for (const consumer of consumers) consumer.cancelled();
  }

  #place(message: Message, expiresAt: number | undefined): QueueEntry {
    return { message, sequence: this.#sequence++, expiresAt, redelivered: false, deliveryCount: 0 };
  }

  #give(queued: QueueEntry, consumer: Consumer): void {
    this.#hand(queued, consumer.noAck, consumer.tag);
    consumer.deliver(queued);
  }

  #hand(queued: QueueEntry, noAck: boolean, consumerTag: string | undefined): void {
    if (!noAck) this.unacked.add(queued);
    const { message, redelivered } = queued;
    this.#host.report?.({
      kind: "delivered",
      message: message.view(),
      queue: this.name,
      consumerTag,
      redelivered,
      noAck,
    });
  }

  #settled({ message }: QueueEntry, outcome: "acked" | "rejected" | "requeued"): void {
    this.#host.report?.({ kind: "settled", message: message.view(), queue: this.name, outcome });
  }

  #dropExcess(): void {
    if (this.settings.overflow !== "drop-head") return;
    let dropped = false;
    while (this.ready.size > 0 && exceedsLimits(this.settings, this.ready.size, this.ready.bytes)) {
      this.#host.deadLetter(this, this.ready.shift() as QueueEntry, "maxlen");
      dropped = true;
    }
    if (dropped) this.#expire();
  }

  /** Lets messages die whose TTL has ended, but only at the head: behind a longer TTL they wait, as in RabbitMQ. */
  #expire(): void {
    for (;;) {
      const due = this.ready.peek()?.expiresAt;
      if (due === undefined) return;
      if (due > this.#host.clock.now()) {
        this.#expiry.at(due);
        return;
      }
      this.#host.deadLetter(this, this.ready.shift() as QueueEntry, "expired");
    }
  }
}
