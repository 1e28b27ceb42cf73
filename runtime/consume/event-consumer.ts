import type { ConsumeMessage } from "amqplib";
import type { ConsumedBy, ConsumeSettings, ServiceScope } from "../contract/contract.js";
import type { EventFamily, EventVersion, HeadersOf, PayloadOf } from "../contract/event-version.js";
import { ConfigurationError } from "../errors/rabbit-error.js";
import type { Instrumentation, TraceContext } from "../observe/instrumentation.js";
import type { ConsumerHealth, EventHub } from "../observe/rabbit-events.js";
import type { CloseOptions } from "../options/known-options.js";
import type { Copier } from "../retry/copier.js";
import type { DeclareMode } from "../topology/queue-plan.js";
import type { LoadedFamily } from "../validate/validator.js";
import type { Inbox } from "./consumer-options.js";
import type { ConsumerPlan } from "./consumer-plan.js";

/** The result of closing a consumer: handlers that finished during `close`, and those that were cut off. */
export interface Drained {
  readonly drained: number;
  readonly abandoned: number;
}

/** The public interface of `Consumer`. */
export interface EventConsumer {
  /** The queue's name. */
  readonly queue: string;
  readonly health: ConsumerHealth;
  pause(): Promise<void>;
  resume(): Promise<void>;
  close(options?: CloseOptions): Promise<Drained>;
}

/** What a consumer is built from. */
export interface ConsumerSettings {
  readonly plan: ConsumerPlan<LoadedFamily>;
  readonly handlers: HandlerTable<AnyHandler | AnyBatchHandler>;
  readonly service: string;
  readonly declare: DeclareMode;
  readonly copier: Copier;
  readonly hub: EventHub;
  readonly inbox: Inbox | undefined;
  readonly instrumentation: Instrumentation;
  /** When the broker must deliver, on the clock of `performance.now()`. */
  readonly startBy: number;
  /** Milliseconds for the broker to answer `pause` and `resume`. */
  readonly answerTimeout: number;
  /** Called when it is closed. */
  readonly closed: () => void;
}

/**
 * The declared headers with their types, plus any others. The index signature, which applies only to publishers, is
 * left out.
 */
export type ReceivedHeaders<Headers> = Readonly<Record<string, unknown>> &
  (unknown extends Headers
    ? unknown
    : { readonly [Name in keyof Headers as string extends Name ? never : Name]: Headers[Name] });

/**
 * The handler's second argument; `Headers` follows from the version.
 *
 * @example
 * function describe({ event, messageId, attempt }: Delivered<typeof orderPaidV1>): string {
 *   return `${event} ${messageId ?? "without an id"}, attempt ${attempt}`;
 * }
 */
export interface Delivered<
  Version extends EventVersion = EventVersion,
  Headers = ReceivedHeaders<HeadersOf<Version>>,
> {
  readonly event: Version["event"];
  readonly version: Version["version"];
  /** `undefined` if the publisher sets none. */
  readonly messageId: string | undefined;
  /** From 1; counts failed handlers, and deliveries that ended in a crash or a lost connection (quorum queues). */
  readonly attempt: number;
  /** Whether the broker delivered it before: that delivery may have been processed. */
  readonly redelivered: boolean;
  /**
   * The headers as amqplib decodes them, from any client and of any type. Headers declared in `event.json` are valid
   * and typed; if another client sent one as bytes, it is decoded as UTF-8.
   */
  readonly headers: Headers;
  /** `correlation_id` of the message, if set. */
  readonly correlationId: string | undefined;
  /** `reply_to` of the message, if set. */
  readonly replyTo: string | undefined;
  /**
   * Fires when the outcome no longer counts: the handler timed out, the channel is lost (the broker redelivers), or
   * `close` reached its deadline.
   */
  readonly signal: AbortSignal;
  /** The W3C trace context of the message; pass it on with `publish(event, { trace: message.trace })`. */
  readonly trace: TraceContext | undefined;
  /** The message as amqplib delivered it. Never settle it. */
  readonly raw: ConsumeMessage;
}

/**
 * Resolving acknowledges the message. Throwing `Reject` dead-letters it. Throwing anything else leads to the next
 * attempt.
 *
 * @example
 * const bill: Handler<typeof orderPaidV1> = async (event, { signal }) => {
 *   if (event.total.amount === 0) throw new Reject("nothing to bill");
 *   await invoices.write(event.orderId, event.total, signal);
 * };
 */
export type Handler<Version extends EventVersion> = (
  event: PayloadOf<Version>,
  message: Delivered<Version>,
) => Promise<void> | void;

/** One message of a batch. */
export interface BatchItem<Version extends EventVersion = EventVersion> {
  readonly event: PayloadOf<Version>;
  readonly message: Delivered<Version>;
  /**
   * Marks this message as failed, as if a handler of this message alone had thrown `error`: `Reject` dead-letters it,
   * anything else leads to its next attempt. The first mark counts. Throws `BatchEndedError` once the handler call has
   * ended.
   */
  readonly fail: (error: unknown) => void;
}

/** The second argument of a batch handler. */
export interface BatchContext<Version extends EventVersion = EventVersion> {
  readonly event: Version["event"];
  readonly version: Version["version"];
  /** Fires when the whole batch timed out, or its outcome no longer counts. */
  readonly signal: AbortSignal;
}

/**
 * Resolving acknowledges the messages without a mark. Throwing fails them, each with its own attempts, as if a handler
 * of that message alone had thrown.
 */
export type BatchHandler<Version extends EventVersion> = (
  batch: readonly BatchItem<Version>[],
  context: BatchContext<Version>,
) => Promise<void> | void;

/** Takes batches if `Size` is given, single messages if it is `never`. */
type HandlerOf<Version extends EventVersion, Size extends number> = [Size] extends [never]
  ? Handler<Version>
  : BatchHandler<Version>;

/**
 * A handler for every version in the SDK; `"dead-letter"` declines one on purpose. With `batch`, these are
 * `VersionHandlers<Family, number>`. A version that `contract.json` does not list for the service (not in `Read`) needs
 * no handler: its messages are dead-lettered.
 */
export type VersionHandlers<
  Family extends EventFamily,
  Size extends number = never,
  Read extends string = string,
> = string extends Read
  ? AllHandlers<Family, Size>
  : [keyof Family["versions"]] extends [Read]
    ? AllHandlers<Family, Size>
    : // Part of the other type, which alone gives handlers no types before TypeScript 5.5.
        | AllHandlers<Family, Size>
        | (Partial<AllHandlers<Family, Size>> &
            Pick<AllHandlers<Family, Size>, keyof AllHandlers<Family, Size> & Read>);

type AllHandlers<Family extends EventFamily, Size extends number> = {
  readonly [Version in keyof Family["versions"]]:
    | HandlerOf<Family["versions"][Version], Size>
    | "dead-letter";
};

/** Handlers for several events of one queue, by event name. */
export type EventHandlers<
  Families extends readonly EventFamily[],
  Size extends number = never,
  Scope extends ServiceScope = ServiceScope,
> = {
  readonly [Name in Families[number]["event"]]: VersionHandlers<
    Extract<Families[number], { readonly event: Name }>,
    Size,
    ConsumedBy<Scope, Name>
  >;
};

/** Handlers for what `consumer` is given: one event, or several. Not for generic code, where it cannot be resolved. */
export type HandlersOf<
  Events extends EventFamily | readonly EventFamily[],
  Size extends number = never,
  Scope extends ServiceScope = ServiceScope,
> = Events extends readonly EventFamily[]
  ? EventHandlers<Events, Size, Scope>
  : Events extends EventFamily
    ? VersionHandlers<Events, Size, ConsumedBy<Scope, Events["event"]>>
    : never;

/** Any handler, without its type parameters. */
export type AnyHandler = (event: unknown, message: Delivered) => Promise<void> | void;

/** Any batch handler. */
export type AnyBatchHandler = (batch: readonly BatchItem[], context: BatchContext) => Promise<void> | void;

/** Handlers by event and version, as the consumer looks them up. */
export type HandlerTable<Any = AnyHandler> = Readonly<
  Record<string, Readonly<Record<string, Any | "dead-letter">>>
>;

/** The handlers, with a version declined if it has none and `contract.json` does not list it for the service. */
export function withDeclined<Any>(
  families: readonly EventFamily[],
  handlers: HandlerTable<Any>,
  consumes: Readonly<Record<string, ConsumeSettings>>,
): HandlerTable<Any> {
  if (typeof handlers !== "object" || handlers === null) return handlers;
  const filled = families.flatMap(({ event, versions }) => {
    const read = Object.hasOwn(consumes, event) ? consumes[event]?.versions : undefined;
    const own = Object.hasOwn(handlers, event) ? handlers[event] : undefined;
    if (read === undefined || own === undefined || own === null || typeof versions !== "object") return [];
    const declined = Object.keys(versions).filter((version) => !read.includes(version));
    const entries = declined.map((version) => [version, "dead-letter"] as const);
    const given = Object.entries(own).filter(([, handler]) => handler !== undefined);
    return [[event, Object.fromEntries([...entries, ...given])] as const];
  });
  return { ...handlers, ...Object.fromEntries(filled) };
}

/** Checks at run time what the compiler checks for TypeScript callers. Throws `ConfigurationError`. */
export function checkHandlers(families: readonly EventFamily[], handlers: HandlerTable<unknown>): void {
  if (families.some(({ versions }) => typeof versions !== "object")) {
    throw new ConfigurationError(
      "consumer() takes an event with all its versions, such as orderPaid, not one of them",
    );
  }
  const other = Object.keys(handlers).find((name) => !families.some(({ event }) => event === name));
  if (other !== undefined)
    throw new ConfigurationError(`handlers has an entry for "${other}", which is not consumed here`);
  for (const { event, versions } of families) {
    const ofEvent = Object.hasOwn(handlers, event) ? (handlers[event] ?? {}) : {};
    const unknown = Object.keys(ofEvent).find((version) => !Object.hasOwn(versions, version));
    if (unknown !== undefined) {
      throw new ConfigurationError(
        `handlers has an entry for ${event} ${unknown}, which is not in this SDK; known versions: ${Object.keys(versions).join(", ")}`,
      );
    }
    for (const version of Object.keys(versions)) {
      const handler = Object.hasOwn(ofEvent, version) ? ofEvent[version] : undefined;
      if (typeof handler === "function" || handler === "dead-letter") continue;
      const what = handler === undefined ? "has no entry" : "has no function";
      throw new ConfigurationError(
        `handlers ${what} for ${event} ${version}; write "dead-letter" to decline it`,
      );
    }
  }
}
