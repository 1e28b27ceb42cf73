import type { ConsumeMessage } from "amqplib";
import type { DeliveryInfo } from "../observe/rabbit-events.js";
import { lifeSignal } from "../timing/waiting.js";
import { type AttemptLimits, attemptOf, unansweredOf } from "../wire/message-origin.js";
import type { HandlerCall } from "./handler-call.js";

/**
 * One delivered message. It settles at most once, and only through the channel that delivered it: after a reconnect the
 * same delivery tag can refer to another message.
 */
export class Delivery {
  readonly message: ConsumeMessage;
  readonly queue: string;
  readonly channel: DeliveryChannel;
  readonly attempt: number;
  /** How often it was delivered before without being settled. */
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

  /** Whether it has been settled, in time or not. */
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

  /** Acknowledges: the broker removes it. `false` if the channel is gone. */
  ack(): boolean {
    return this.#settle("ack");
  }

  /** Returns it to the queue as a failed attempt; quorum queues count it. */
  reject(): boolean {
    return this.#settle("reject");
  }

  /** Returns it to the queue without fault; not counted from RabbitMQ 4.3 on. */
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
 * The broker's channel process passes about 32 settlements on to a quorum queue and buffers the rest until the queue
 * has written those; it drops the buffer when it closes (seen with 200 acks in one tick on 3.10.8: 140 messages came
 * back).
 */
const BURST = 16;
const BURST_GRACE_MS = 250;

/** The methods that settle a delivery; amqplib's `Channel` has them. */
export interface SettlingChannel {
  ack(message: ConsumeMessage): void;
  reject(message: ConsumeMessage, requeue: boolean): void;
  nack(message: ConsumeMessage, allUpTo: boolean, requeue: boolean): void;
  prependListener(event: "close", listener: () => void): unknown;
}

/** One opening of a consumer's channel: its deliveries settle through it, and its handlers end with it. */
export class DeliveryChannel {
  /** Calls that are abandoned when the channel is lost. */
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

  /** Fires in the tick in which the channel is lost. */
  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  /** Ends the running handlers: their outcomes no longer count. */
  abandon(reason: Error): void {
    for (const call of [...this.calls]) call.abandon(reason);
  }

  /** Milliseconds to leave the channel open so that the broker processes the last settlements. */
  get graceMs(): number {
    return this.#burst > BURST ? Math.max(0, this.#lastSettle + BURST_GRACE_MS - performance.now()) : 0;
  }

  /** `false` if the channel is gone: the broker redelivers the message. */
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
