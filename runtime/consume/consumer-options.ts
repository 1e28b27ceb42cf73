import type { AnyBind, Bind, QueueSettings, RetrySettings } from "../contract/contract.js";
import type { EventFamily } from "../contract/event-version.js";
import { ConfigurationError } from "../errors/rabbit-error.js";
import {
  checkBoolean,
  checkChoice,
  checkOptionNames,
  type OptionNames,
  shown,
} from "../options/known-options.js";
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

/** Makes a consumer hand several messages to a handler at a time. */
export interface BatchOptions<Size extends number = number> {
  /** The most messages of a batch: a whole number from 1 to 65535. */
  readonly size: Size;
  /**
   * The longest that the first message of a batch waits for others, in milliseconds or such as `"200ms"`, from 1 ms to
   * 5 minutes. Default `"200ms"`.
   */
  readonly within?: string | number | undefined;
}

const NAMES: OptionNames<AnyConsumerOptions> = {
  handlers: true,
  batch: true,
  queue: true,
  bind: true,
  prefetch: true,
  retry: true,
  handlerTimeout: true,
  inbox: true,
  breaker: true,
  deadLetterStack: true,
};
const QUEUE_NAMES: OptionNames<QueueSettings> = {
  name: true,
  type: true,
  arguments: true,
  declare: true,
  perInstance: true,
};
const RETRY_NAMES: OptionNames<RetrySettings> = { strategy: true, delays: true, maxAttempts: true };
const BREAKER_NAMES: OptionNames<BreakerOptions> = { failures: true, pause: true, maxPause: true };

/** Options of `rabbit.consumer` as JavaScript may give them. Throws `ConfigurationError`. */
export function checkConsumerOptions(options: unknown): asserts options is AnyConsumerOptions {
  checkOptionNames("consumer()", options, NAMES);
  const { handlers, queue, retry, inbox, breaker, deadLetterStack } = options as AnyConsumerOptions;
  if (typeof handlers !== "object" || handlers === null)
    throw new ConfigurationError("consumer() needs handlers, one function for each version");
  checkQueue(queue);
  if (retry !== undefined) {
    checkOptionNames("retry", retry, RETRY_NAMES);
    checkChoice("retry.strategy", retry.strategy, ["delay", "hold", "requeue", "none"]);
    if (retry.delays !== undefined && !Array.isArray(retry.delays))
      throw new ConfigurationError('retry.delays must be a list such as ["1s", "10s"]');
  }
  if (breaker !== undefined && breaker !== false) checkOptionNames("breaker", breaker, BREAKER_NAMES);
  checkBoolean("deadLetterStack", deadLetterStack);
  if (inbox === undefined) return;
  if (typeof inbox !== "object" || inbox === null || !isFunction(inbox.seen) || !isFunction(inbox.done))
    throw new ConfigurationError("inbox must have the functions seen and done");
}

function checkQueue(queue: AnyConsumerOptions["queue"]): void {
  if (queue === undefined) return;
  if (typeof queue !== "string") {
    checkOptionNames("queue", queue, QUEUE_NAMES);
    checkChoice(`type of queue "${String(queue.name)}"`, queue.type, ["quorum", "classic"]);
    checkChoice(`declare of queue "${String(queue.name)}"`, queue.declare, ["assert", "check"]);
    checkBoolean(`perInstance of queue "${String(queue.name)}"`, queue.perInstance);
    const own: unknown = queue.arguments;
    if (own !== undefined && (typeof own !== "object" || own === null || Array.isArray(own)))
      throw new ConfigurationError('arguments of a queue must be an object such as { "x-max-length": 1000 }');
    for (const [argument, value] of Object.entries(own ?? {})) checkArgument(argument, value);
  }
  const name: unknown = typeof queue === "string" ? queue : queue.name;
  if (typeof name !== "string" || name === "")
    throw new ConfigurationError("queue needs a name that is not empty: the broker would make one up");
}

/** What RabbitMQ takes as the value of any argument; `null` leaves out one of the SDK's own. */
function checkArgument(name: string, value: unknown): void {
  if (value === undefined || value === null || ["string", "number", "boolean"].includes(typeof value)) return;
  throw new ConfigurationError(
    `argument ${JSON.stringify(name)} of a queue must be a string, a number, true, false or null, not ${shown(value)}`,
  );
}

function isFunction(value: unknown): boolean {
  return typeof value === "function";
}
