import type { ConsumeMessage } from "amqplib";
import type { DeliveryInfo } from "../observe/rabbit-events.js";
import { lifeSignal } from "../timing/waiting.js";
import { type AttemptLimits, attemptOf, unansweredOf } from "../wire/message-origin.js";
import type { HandlerCall } from "./handler-call.js";

/**
 * One message in the hands of this process. It settles at most once, and only through the channel that delivered
 * it: after a reconnect the same delivery tag can be another message's.
 */
export class Delivery {
  readonly message: ConsumeMessage;
  readonly queue: string;
  readonly channel: DeliveryChannel;
  readonly attempt: number;
  /** How often it was delivered before and never settled. */
  readonly unanswered: number;
  #settled = false;

  constructor(message: ConsumeMessage, limits: AttemptLimits, channel: DeliveryChannel) {
    this.message = message;
    this.queue = limits.queue;
    this.channel = channel;
    this.attempt = attemptOf(message, limits);
    this.unanswered = unansweredOf(message, limits);
  }

  get lost(): AbortSignal {
    return this.channel.lost;
  }

  /** Whether it has been answered, in time or not. */
  get settled(): boolean {
    return this.#settled;
  }

  get messageId(): string | undefined {
    const id: unknown = this.message.properties.messageId;
    return typeof id === "string" && id !== "" ? id : undefined;
  }

  get info(): DeliveryInfo {
    return { queue: this.queue, attempt: this.attempt, messageId: this.messageId };
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
    return this.channel.settle(this.message, how);
  }
}

/**
 * A quorum queue's channel in the broker passes about 32 settlements on and buffers the rest until the queue has
 * written those; it drops the buffer when it closes (seen with 200 acks in one tick on 3.10.8: 140 came back).
 */
const BURST = 16;
const BURST_GRACE_MS = 250;

/** What a delivery is settled through; amqplib's `Channel` is one. */
export interface SettlingChannel {
  ack(message: ConsumeMessage): void;
  reject(message: ConsumeMessage, requeue: boolean): void;
  nack(message: ConsumeMessage, allUpTo: boolean, requeue: boolean): void;
  prependListener(event: "close", listener: () => void): unknown;
}

/** One opening of a consumer's channel: what its deliveries settle through, and the handlers that run for them. */
export class DeliveryChannel {
  /** Calls that are abandoned when the channel goes. */
  readonly calls: Set<HandlerCall> = new Set();
  #burst = 0;
  #lastSettle = 0;
  readonly #lost = lifeSignal();
  readonly #channel: SettlingChannel;

  constructor(channel: SettlingChannel) {
    this.#channel = channel;
    channel.prependListener("close", () => {
      const cause = new Error("the delivering channel was lost");
      this.#lost.abort(cause);
      this.abandon(cause);
    });
  }

  /** Fires in the tick in which the channel goes. */
  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  /** Ends the running handlers: their outcomes no longer count. */
  abandon(reason: Error): void {
    for (const call of [...this.calls]) call.abandon(reason);
  }

  /** How many milliseconds to leave the channel open, so that the broker has taken the last settlements. */
  get graceMs(): number {
    return this.#burst > BURST ? Math.max(0, this.#lastSettle + BURST_GRACE_MS - performance.now()) : 0;
  }

  /** `false` when the channel is gone: the broker delivers the message again. */
  settle(message: ConsumeMessage, how: "ack" | "reject" | "nack"): boolean {
    if (this.#lost.signal.aborted) return false;
    const now = performance.now();
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
