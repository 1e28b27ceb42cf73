import type { AnyBind, Bind, QueueSettings, RetrySettings } from "../contract/contract.js";
import type { EventFamily } from "../contract/event-version.js";
import type { BatchOptions } from "./batch-options.js";
import type { Inbox } from "./inbox.js";

/**
 * Options of `rabbit.consumer`; each falls back to what `contract.json` says of this service and event. `Size` is
 * `never` without `batch`.
 */
export interface ConsumerOptions<Handlers, Bindings = Bind, Size extends number = never> {
  readonly handlers: Handlers;
  /**
   * Hands each handler up to `size` messages of one version, or those that came `within` a time; each is settled on its
   * own. One batch at a time. Default: single messages.
   */
  readonly batch?: BatchOptions<Size> | undefined;
  /** Name, or name with type and arguments. Type default: `quorum`. Durable always. */
  readonly queue?: string | QueueSettings | undefined;
  /**
   * Which of the event's messages the queue gets, by their routing keys: `"order.*.paid"`, or a list. On a topic exchange
   * `*` is any one word and `#` any number of them. For several events by name, as in `{ order_paid: "order.eu.paid" }`.
   * Default: all messages; on a direct exchange a key with placeholders has no such default. What is bound here is
   * added to the bindings that the queue has: RabbitMQ lists none of them to a client, so an old one stays until somebody
   * removes it.
   */
  readonly bind?: Bindings | undefined;
  /** Messages that this process has in hand at a time. Default 1; with `batch` its `size`, which is the least then. */
  readonly prefetch?: number | undefined;
  readonly retry?: RetrySettings | undefined;
  /** Time of one handler call, in milliseconds or such as `"30s"`; below the broker's 30 minutes. Default `"5m"`. Of a batch: for all of it. */
  readonly handlerTimeout?: string | number | undefined;
  /** Remembers handled messages, so that a redelivered one calls no handler. Default: none. */
  readonly inbox?: Inbox | undefined;
  /** Pauses the consumer when its handlers fail one after the other; `false`: never. */
  readonly breaker?: BreakerOptions | false | undefined;
  /** Whether a dead letter carries the error's stack. Default: as `connect` says, which is true. */
  readonly deadLetterStack?: boolean | undefined;
}

/** Options of a consumer, once the types have done their work. */
export type AnyConsumerOptions = ConsumerOptions<unknown, AnyBind, number>;

/** What the queue of several events is bound with, by event name. */
export type EventBinds<Families extends readonly EventFamily[]> = {
  readonly [Name in Families[number]["event"]]?: Bind | undefined;
};

/**
 * When a consumer pauses. Only first attempts count, so that a few messages that fail again and again stop nobody else.
 * A `Reject` is no failure; neither is a message that no handler may see.
 */
export interface BreakerOptions {
  /** First attempts in a row that failed; with `hold` and `requeue` every attempt counts. Default 10. */
  readonly failures?: number | undefined;
  /** The first pause, in milliseconds or such as `"1s"`; doubles from probe to probe, less up to half at random. Default `"1s"`. */
  readonly pause?: string | number | undefined;
  /** The longest pause. Default `"60s"`. */
  readonly maxPause?: string | number | undefined;
}
