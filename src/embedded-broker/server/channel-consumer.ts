import type { Consumer } from "../model/consumer.js";
import type { Queue } from "../model/queue.js";
import type { QueueEntry } from "../model/queue-entry.js";
import type { Channel } from "./channel.js";

export interface ConsumerOptions {
  readonly tag: string;
  readonly noAck: boolean;
  readonly exclusive: boolean;
  readonly priority: number;
  /** Deliveries that it may hold; 0 for any number. */
  readonly prefetch: number;
}

/** A subscription of a channel to a queue. */
export class ChannelConsumer implements Consumer {
  readonly tag: string;
  readonly noAck: boolean;
  readonly exclusive: boolean;
  readonly priority: number;
  readonly queue: Queue;
  readonly #prefetch: number;
  readonly #channel: Channel;
  unacked = 0;

  constructor(channel: Channel, queue: Queue, options: ConsumerOptions) {
    this.tag = options.tag;
    this.noAck = options.noAck;
    this.exclusive = options.exclusive;
    this.priority = options.priority;
    this.#prefetch = options.prefetch;
    this.#channel = channel;
    this.queue = queue;
  }

  canTake(): boolean {
    if (!this.#channel.connection.canDeliver(this)) return false;
    if (this.noAck) return true;
    if (this.#prefetch > 0 && this.unacked >= this.#prefetch) return false;
    return this.#channel.withinLimit;
  }

  deliver(queued: QueueEntry): void {
    this.#channel.deliver(this, queued);
  }

  cancelled(): void {
    this.#channel.consumerCancelled(this);
  }
}
