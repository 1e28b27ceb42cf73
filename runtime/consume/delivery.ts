import type { ConsumeMessage } from "amqplib";
import type { DeliveryInfo } from "../observe/rabbit-events.js";
import { type Deadlines, type Expiring, lifeSignal } from "../timing/waiting.js";
import { type AttemptLimits, attemptOf, unansweredOf } from "../wire/message-origin.js";

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

/** How a handler call ended; `abandoned` means that its outcome no longer counts. */
export type HandlerOutcome =
  | { readonly kind: "returned" }
  | { readonly kind: "threw"; readonly error: unknown }
  | { readonly kind: "abandoned" };

const RETURNED: HandlerOutcome = { kind: "returned" };

/**
 * One handler call: running → returned, threw (or timed out) or abandoned. A handler that continues after that sees its
 * signal fire, and its result is ignored.
 */
export class HandlerCall implements Expiring {
  deadline: number = Number.POSITIVE_INFINITY;
  readonly #timeout: number;
  #signal: AbortController | undefined;
  #ended: { readonly reason: unknown } | undefined;
  #resolve: ((outcome: HandlerOutcome) => void) | undefined;

  /** `timeout` in milliseconds, from `run` on. */
  constructor(timeout: number) {
    this.#timeout = timeout;
  }

  /** Created on first access: most handlers never use it. */
  get signal(): AbortSignal {
    if (this.#signal === undefined) {
      this.#signal = new AbortController();
      if (this.#ended !== undefined) this.#signal.abort(this.#ended.reason);
    }
    return this.#signal.signal;
  }

  /**
   * Calls the handler, with the deadline if it does not return synchronously. A synchronous throw is also an outcome.
   */
  run(
    handler: () => Promise<void> | void,
    running: Set<HandlerCall>,
    deadlines: Deadlines<HandlerCall>,
  ): HandlerOutcome | Promise<HandlerOutcome> {
    let work: Promise<void> | void;
    try {
      work = handler();
    } catch (error) {
      return { kind: "threw", error };
    }
    if (!isThenable(work)) return RETURNED;
    const pending: Promise<void> = work;
    return new Promise((resolve) => {
      const settle = (outcome: HandlerOutcome): void => {
        running.delete(this);
        deadlines.delete(this);
        this.#resolve = undefined;
        resolve(outcome);
      };
      this.#resolve = settle;
      this.deadline = performance.now() + this.#timeout;
      running.add(this);
      deadlines.add(this);
      pending.then(
        () => this.#resolve?.(RETURNED),
        (error: unknown) => this.#resolve?.({ kind: "threw", error }),
      );
    });
  }

  /** The call timed out. */
  expire(): void {
    const error = new Error(`the handler took longer than ${Math.round(this.#timeout)} ms`);
    this.#end({ kind: "threw", error }, error);
  }

  /** Its channel is lost, or its consumer closes without it. */
  abandon(reason: unknown): void {
    this.#end({ kind: "abandoned" }, reason);
  }

  #end(outcome: HandlerOutcome, reason: unknown): void {
    const settle = this.#resolve;
    if (settle === undefined) return;
    settle(outcome);
    this.#ended = { reason };
    this.#signal?.abort(reason);
  }
}

function isThenable(value: unknown): value is Promise<void> {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}
