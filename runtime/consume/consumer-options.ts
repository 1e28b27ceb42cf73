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

/**
 * Options of `rabbit.consumer`; each defaults to what `contract.json` says for this service and event. `Size` is
 * `never` without `batch`.
 */
export interface ConsumerOptions<Handlers, Bindings = Bind, Size extends number = never> {
  readonly handlers: Handlers;
  /**
   * Hands each handler up to `size` messages of one version, or those that arrived `within` a time; each is settled
   * separately. One batch is handled at a time. Default: single messages.
   */
  readonly batch?: BatchOptions<Size> | undefined;
  /** A name, or a name with type and arguments. The default type is `quorum`. Always durable. */
  readonly queue?: string | QueueSettings | undefined;
  /**
   * Which of the event's messages the queue gets, by routing key: `"order.*.paid"`, or a list. On a topic exchange, `*`
   * is exactly one word and `#` any number of words. For several events, keyed by name: `{ order_paid: "order.eu.paid"
   * }`. Default: all messages; there is no default for a routing key with placeholders on a direct exchange. These
   * bindings are added to existing ones: RabbitMQ does not list bindings to a client, so an old one stays until it is
   * removed by hand.
   */
  readonly bind?: Bindings | undefined;
  /** Messages that this process holds at a time. Default 1; with `batch` its `size`, which is then the minimum. */
  readonly prefetch?: number | undefined;
  readonly retry?: RetrySettings | undefined;
  /**
   * Time limit of one handler call, in milliseconds or as in `"30s"`; must be below the broker's 30 minutes. Default
   * `"5m"`. With `batch`, for the whole batch.
   */
  readonly handlerTimeout?: string | number | undefined;
  /** Remembers handled messages, so that a redelivered one does not call the handler again. Default: none. */
  readonly inbox?: Inbox | undefined;
  /** Pauses the consumer when its handlers fail repeatedly; `false`: never.  */
  readonly breaker?: BreakerOptions | false | undefined;
  /** Whether a dead letter carries the error's stack. Default: as in `connect`, where it is true. */
  readonly deadLetterStack?: boolean | undefined;
}

/** Options of a consumer without their type parameters. */
export type AnyConsumerOptions = ConsumerOptions<unknown, AnyBind, number>;

/** Binding keys of a queue with several events, by event name. */
export type EventBinds<Families extends readonly EventFamily[]> = {
  readonly [Name in Families[number]["event"]]?: Bind | undefined;
};

/** Binding keys for what `consumer` is given: one event, or several. */
export type BindsOf<Events extends EventFamily | readonly EventFamily[]> =
  Events extends readonly EventFamily[] ? EventBinds<Events> : Bind;

/**
 * When a consumer pauses. Only first attempts count, so that a few messages that keep failing do not stop the others. A
 * `Reject` is not a failure; neither is a message that no handler may see.
 */
export interface BreakerOptions {
  /** Consecutive failed first attempts; with `hold` and `requeue` every attempt counts. Default 10. */
  readonly failures?: number | undefined;
  /**
   * The first pause, in milliseconds or as in `"1s"`; doubles with each probe, minus up to half at random. Default
   * `"1s"`.
   */
  readonly pause?: string | number | undefined;
  /** The longest pause. Default `"60s"`. */
  readonly maxPause?: string | number | undefined;
}

/** Makes a consumer pass several messages to a handler at a time. */
export interface BatchOptions<Size extends number = number> {
  /** The largest batch: a whole number from 1 to 65535. */
  readonly size: Size;
  /**
   * How long the first message of a batch waits for others, in milliseconds or as in `"200ms"`, from 1 ms to 5 minutes.
   * Default `"200ms"`.
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

/** Validates options of `rabbit.consumer`, which untyped JavaScript may pass. Throws `ConfigurationError`. */
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
      throw new ConfigurationError('retry.delays must be a list, such as ["1s", "10s"]');
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
      throw new ConfigurationError(
        'arguments of a queue must be an object, such as { "x-max-length": 1000 }',
      );
    for (const [argument, value] of Object.entries(own ?? {})) checkArgument(argument, value);
  }
  const name: unknown = typeof queue === "string" ? queue : queue.name;
  if (typeof name !== "string" || name === "")
    throw new ConfigurationError("queue needs a non-empty name; the broker would generate one");
}

/** The values that RabbitMQ accepts for arguments; `null` leaves out one of the SDK's own. */
function checkArgument(name: string, value: unknown): void {
  if (value === undefined || value === null || ["string", "number", "boolean"].includes(typeof value)) return;
  throw new ConfigurationError(
    `argument ${JSON.stringify(name)} of a queue must be a string, a number, true, false or null, not ${shown(value)}`,
  );
}

function isFunction(value: unknown): boolean {
  return typeof value === "function";
}

/**
 * Remembers which messages were handled, so that a redelivered one has no second effect. An effect happens exactly once
 * only if `done` is part of its transaction (a table with `message_id` as key): in that case call it in the handler,
 * and make this `done` do nothing.
 */
export interface Inbox {
  /** Whether the message was handled before. A rejection counts as a failed attempt. */
  seen(messageId: string, source: InboxSource): Promise<boolean> | boolean;
  /** Called after the handler returned and before the ack. A rejection counts as a failed attempt. */
  done(messageId: string, source: InboxSource): Promise<void> | void;
}

/** Where a message was received: the same message reaches every queue that is bound for its event. */
export interface InboxSource {
  readonly queue: string;
  readonly event: string;
}

/** Options of `memoryInbox`. */
export interface MemoryInboxOptions {
  /** How many messages it remembers. Default 100,000. */
  readonly size?: number | undefined;
}

const INBOX_NAMES: OptionNames<MemoryInboxOptions> = { size: true };

/**
 * An in-memory inbox for one process, against redeliveries after a lost connection. Forgets the oldest messages beyond
 * `size`.
 */
export function memoryInbox(options: MemoryInboxOptions = {}): Inbox {
  checkOptionNames("memoryInbox()", options, INBOX_NAMES);
  const { size = 100_000 } = options;
  if (typeof size !== "number" || !(size >= 1)) throw new ConfigurationError("size must be at least 1");
  const ids = new Set<string>();
  const key = (messageId: string, { queue, event }: InboxSource): string =>
    JSON.stringify([queue, event, messageId]);
  return {
    seen: (messageId, source) => ids.has(key(messageId, source)),
    done: (messageId, source) => {
      ids.add(key(messageId, source));
      if (ids.size <= size) return;
      for (const oldest of ids) {
        ids.delete(oldest);
        return;
      }
    },
  };
}

/** Consults an inbox for one consumer; two deliveries of one message may be in progress at the same time. */
export class InboxGate {
  readonly #inbox: Inbox;
  readonly #running = new Map<string, Promise<unknown>>();

  constructor(inbox: Inbox) {
    this.#inbox = inbox;
  }

  /**
   * Runs `handle` and records the message, or returns `"duplicate"`. First waits for another delivery of the same
   * message.
   */
  async pass(
    messageId: string,
    source: InboxSource,
    handle: () => Promise<void> | void,
  ): Promise<"handled" | "duplicate"> {
    const key = JSON.stringify([source.event, messageId]);
    for (let other = this.#running.get(key); other; other = this.#running.get(key)) await other;
    const work = this.#handle(messageId, source, handle);
    const quiet = work.catch(() => {});
    this.#running.set(key, quiet);
    try {
      return await work;
    } finally {
      this.#running.delete(key);
    }
  }

  async #handle(
    messageId: string,
    source: InboxSource,
    handle: () => Promise<void> | void,
  ): Promise<"handled" | "duplicate"> {
    if (await this.#inbox.seen(messageId, source)) return "duplicate";
    await handle();
    await this.#inbox.done(messageId, source);
    return "handled";
  }
}
