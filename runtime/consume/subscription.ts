import { randomUUID } from "node:crypto";
import type { Channel, ConsumeMessage } from "amqplib";
import { toError } from "../errors/amqplib-error.js";
import { backoff, wait, within } from "../timing/waiting.js";

/** What a subscription does, and its callbacks. */
export interface SubscriptionHooks {
  /** Declares or checks what the queue needs; before the first subscription, and after a loss. */
  readonly prepare: (channel: Channel) => Promise<void>;
  readonly delivered: (message: ConsumeMessage) => void;
  readonly lost: (cause: Error) => void;
  readonly recovered: () => void;
}

const SHORT_LIFE_MS = 1_000;

/**
 * The subscription of one channel, kept at the wanted prefetch, or cancelled. Idle ⇄ subscribed → (cancelled by the
 * broker: the queue was deleted or its node is down, and the channel stays usable) → waiting → subscribed …; ended.
 */
export class Subscription {
  readonly #channel: Channel;
  readonly #queue: string;
  readonly #hooks: SubscriptionHooks;
  readonly #end = new AbortController();
  #wanted: number;
  /** The prefetch of the current subscription; 0 if there is none. */
  #prefetch = 0;
  #tag: string | undefined;
  /** Whether the queue's requirements were met, and nothing has happened since. */
  #isPrepared = false;
  #since = 0;
  #failures = 0;
  #keeping: Promise<void> | undefined;

  /** `prefetch` is the initial value; 0 does not subscribe until `want` asks for more. */
  constructor(channel: Channel, queue: string, prefetch: number, hooks: SubscriptionHooks) {
    this.#channel = channel;
    this.#queue = queue;
    this.#wanted = prefetch;
    this.#hooks = hooks;
    channel.once("close", () => this.#end.abort());
  }

  /** Whether the broker delivers. */
  get isOpen(): boolean {
    return this.#prefetch > 0 && !this.#end.signal.aborted;
  }

  /** Prepares and subscribes for the first time; rejects with the broker's refusal. */
  async start(): Promise<void> {
    const first = this.#wanted > 0 ? this.#subscribe(this.#wanted) : this.#prepare();
    first.catch(() => this.#end.abort());
    this.#keepAfter(first);
    await first;
  }

  /** Sets another prefetch; 0 stops receiving. Resolves when the broker has applied it, or the channel is gone. */
  async want(prefetch: number): Promise<void> {
    this.#wanted = prefetch;
    this.#keep();
    while (this.#keeping !== undefined) await this.#keeping;
  }

  /** Stops deliveries; waits up to `ms` milliseconds for the broker's answer. */
  async cancel(ms: number): Promise<void> {
    this.#end.abort();
    const tag = this.#tag;
    if (tag !== undefined) await within(this.#channel.cancel(tag), ms);
  }

  #keep(): void {
    if (this.#keeping !== undefined || this.#end.signal.aborted || this.#prefetch === this.#wanted) return;
    this.#keepAfter(this.#adjust());
  }

  /** One step at a time; a change requested meanwhile follows. */
  #keepAfter(work: Promise<void>): void {
    const next = (): void => {
      this.#keeping = undefined;
      this.#keep();
    };
    this.#keeping = work.then(next, next);
  }

  /** Continues until the actual prefetch is the wanted one. */
  async #adjust(): Promise<void> {
    while (!this.#end.signal.aborted && this.#prefetch !== this.#wanted) {
      try {
        if (this.#tag !== undefined) await this.#unsubscribe(this.#tag);
        else if (await wait(this.#failures === 0 ? 0 : backoff(this.#failures), this.#end.signal)) {
          const wasCancelled = this.#failures > 0;
          await this.#subscribe(this.#wanted);
          if (wasCancelled && this.#tag !== undefined) this.#hooks.recovered();
        }
      } catch (error) {
        this.#failures += 1;
        this.#isPrepared = false;
        if (this.#end.signal.aborted) return; // the channel is lost with it; its supervisor opens another
        this.#hooks.lost(toError(error));
      }
    }
  }

  /** Sets the prefetch first: a consumer keeps the one that was set when it subscribed. */
  async #subscribe(prefetch: number): Promise<void> {
    if (prefetch === 0) return;
    if (!this.#isPrepared) await this.#prepare();
    await this.#channel.prefetch(prefetch);
    if (this.#end.signal.aborted) return;
    // a tag of our own, so that `close` can cancel before the broker's answer is read
    this.#tag = randomUUID();
    this.#prefetch = prefetch;
    this.#since = performance.now();
    try {
      await this.#channel.consume(this.#queue, (message) => this.#received(message), {
        consumerTag: this.#tag,
      });
    } catch (error) {
      this.#tag = undefined;
      this.#prefetch = 0;
      throw error;
    }
  }

  #received(message: ConsumeMessage | null): void {
    if (message === null) this.#cancelled();
    else this.#hooks.delivered(message);
  }

  async #prepare(): Promise<void> {
    await this.#hooks.prepare(this.#channel);
    this.#isPrepared = true;
  }

  async #unsubscribe(tag: string): Promise<void> {
    this.#tag = undefined;
    this.#prefetch = 0;
    this.#failures = 0;
    await this.#channel.cancel(tag);
  }

  #cancelled(): void {
    this.#isPrepared = false;
    this.#tag = undefined;
    this.#prefetch = 0;
    this.#failures = performance.now() - this.#since > SHORT_LIFE_MS ? 1 : this.#failures + 1;
    if (this.#end.signal.aborted) return;
    this.#hooks.lost(
      new Error(
        `the broker cancelled the consumer of queue "${this.#queue}"; the queue may have been deleted`,
      ),
    );
    this.#keep();
  }
}
