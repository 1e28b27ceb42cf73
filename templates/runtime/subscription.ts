import type { Channel, ConsumeMessage } from "amqplib";
import { backoff } from "./backoff.js";
import type { ConsumerPlan } from "./consumer-plan.js";
import { declareTopology } from "./declare-topology.js";
import { toError } from "./to-error.js";
import { wait } from "./wait.js";
import { within } from "./within.js";

/** Whom a subscription tells. */
export interface SubscriptionHooks {
  readonly delivered: (message: ConsumeMessage) => void;
  readonly lost: (cause: Error) => void;
  readonly recovered: () => void;
}

const SHORT_LIFE_MS = 1_000;

/**
 * The subscription of one channel: subscribing → active → cancelled by the broker → waiting → subscribing …; ended.
 * The broker cancels when the queue is deleted or its node goes; the channel stays usable then.
 */
export class Subscription {
  readonly #channel: Channel;
  readonly #plan: ConsumerPlan;
  readonly #hooks: SubscriptionHooks;
  readonly #end = new AbortController();
  #tag: string | undefined;
  #since = 0;
  #failures = 0;

  constructor(channel: Channel, plan: ConsumerPlan, hooks: SubscriptionHooks) {
    this.#channel = channel;
    this.#plan = plan;
    this.#hooks = hooks;
    channel.once("close", () => this.#end.abort());
  }

  /** Declares the topology, sets the prefetch, and only then consumes. */
  async start(): Promise<void> {
    await declareTopology(this.#channel, this.#plan);
    await this.#channel.prefetch(this.#plan.prefetch);
    const { consumerTag } = await this.#channel.consume(this.#plan.queue.name, (message) => {
      if (message === null) this.#cancelled();
      else this.#hooks.delivered(message);
    });
    this.#tag = consumerTag;
    this.#since = Date.now();
  }

  /** No further deliveries; waits up to `ms` milliseconds for the broker's answer. */
  async cancel(ms: number): Promise<void> {
    this.#end.abort();
    const tag = this.#tag;
    if (tag !== undefined) await within(this.#channel.cancel(tag), ms);
  }

  #cancelled(): void {
    this.#tag = undefined;
    this.#failures = Date.now() - this.#since > SHORT_LIFE_MS ? 1 : this.#failures + 1;
    if (this.#end.signal.aborted) return;
    this.#hooks.lost(
      new Error(
        `the broker cancelled the consumer of queue "${this.#plan.queue.name}"; the queue may be deleted`,
      ),
    );
    this.#resubscribe().catch((error: unknown) => this.#hooks.lost(toError(error)));
  }

  async #resubscribe(): Promise<void> {
    while (await wait(backoff(this.#failures), this.#end.signal)) {
      try {
        await this.start();
        this.#hooks.recovered();
        return;
      } catch (error) {
        this.#failures += 1;
        if (this.#end.signal.aborted) return; // the channel went with it; its supervisor opens another
        this.#hooks.lost(toError(error));
      }
    }
  }
}
