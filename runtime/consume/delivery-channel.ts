import type { ConsumeMessage } from "amqplib";
import { lifeSignal } from "../timing/life-signal.js";
import type { HandlerCall } from "./handler-call.js";

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
