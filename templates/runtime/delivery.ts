import type { Channel, ConsumeMessage } from "amqplib";
import { lifeSignal } from "./life-signal.js";
import { attemptOf } from "./message-origin.js";
import type { DeliveryInfo } from "./rabbit-events.js";

/**
 * A quorum queue's channel in the broker passes about 32 settlements on and buffers the rest until the queue has
 * written those; it drops the buffer when it closes (seen with 200 acks in one tick on 3.10.8: 140 came back).
 */
const BURST = 16;
const BURST_GRACE_MS = 250;

/** One opening of a consumer's channel; `lost` fires in the tick in which the channel goes. */
export class DeliveryChannel {
  #burst = 0;
  #lastSettle = 0;
  readonly #lost = lifeSignal();
  readonly #channel: Channel;

  constructor(channel: Channel) {
    this.#channel = channel;
    channel.prependListener("close", () => this.#lost.abort(new Error("the delivering channel was lost")));
  }

  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  /** How many milliseconds to leave the channel open, so that the broker has taken the last settlements. */
  get graceMs(): number {
    return this.#burst > BURST ? Math.max(0, this.#lastSettle + BURST_GRACE_MS - Date.now()) : 0;
  }

  /** `false` when the channel is gone: the broker delivers the message again. */
  settle(message: ConsumeMessage, how: "ack" | "reject" | "nack"): boolean {
    if (this.#lost.signal.aborted) return false;
    const now = Date.now();
    this.#burst = now - this.#lastSettle > BURST_GRACE_MS ? 1 : this.#burst + 1;
    this.#lastSettle = now;
    try {
      if (how === "ack") this.#channel.ack(message);
      else if (how === "reject") this.#channel.reject(message, true);
      else this.#channel.nack(message, false, true);
      return true;
    } catch {
      return false; // the channel is closing: any call on it throws
    }
  }
}

/**
 * One message in the hands of this process. It settles at most once, and only through the channel that delivered
 * it: after a reconnect the same delivery tag can be another message's.
 */
export class Delivery {
  readonly message: ConsumeMessage;
  readonly queue: string;
  readonly attempt: number;
  readonly lost: AbortSignal;
  readonly #channel: DeliveryChannel;
  #settled = false;

  constructor(message: ConsumeMessage, queue: string, channel: DeliveryChannel) {
    this.message = message;
    this.queue = queue;
    this.attempt = attemptOf(message);
    this.lost = channel.lost;
    this.#channel = channel;
  }

  get info(): DeliveryInfo {
    const id: unknown = this.message.properties.messageId;
    return { queue: this.queue, attempt: this.attempt, messageId: typeof id === "string" ? id : undefined };
  }

  /** Done with: the broker forgets it. `false` if the channel is gone. */
  ack(): boolean {
    return this.#settle("ack");
  }

  /** Back to the queue as a failed attempt; quorum queues count it. */
  reject(): boolean {
    return this.#settle("reject");
  }

  /** Back to the queue through no fault of its own; from RabbitMQ 4.3 on not counted. */
  giveBack(): boolean {
    return this.#settle("nack");
  }

  #settle(how: "ack" | "reject" | "nack"): boolean {
    if (this.#settled) return false;
    this.#settled = true;
    return this.#channel.settle(this.message, how);
  }
}
