import type { ConsumeMessage } from "amqplib";
import type { ConsumeSettings } from "../contract/contract.js";
import type { EventFamily, EventVersion, HeadersOf, PayloadOf } from "../contract/event-version.js";
import type { ConsumedBy, ServiceScope } from "../contract/service-scope.js";
import { ConfigurationError } from "../errors/rabbit-error.js";
import type { TraceContext } from "../observe/trace-context.js";

/** The declared headers with their types, and any others. An index signature is left out: it is a promise of publishers. */
export type ReceivedHeaders<Headers> = Readonly<Record<string, unknown>> &
  (unknown extends Headers
    ? unknown
    : { readonly [Name in keyof Headers as string extends Name ? never : Name]: Headers[Name] });

/**
 * What a handler gets beside the event; `Headers` follows from the version.
 *
 * @example
 * function traced({ messageId, attempt, signal }: Delivered<typeof orderPaidV2>): void { … }
 */
export interface Delivered<
  Version extends EventVersion = EventVersion,
  Headers = ReceivedHeaders<HeadersOf<Version>>,
> {
  readonly event: Version["event"];
  readonly version: Version["version"];
  /** `undefined` for messages of publishers that write none. */
  readonly messageId: string | undefined;
  /** From 1; counts failed handlers, and deliveries that ended in a crash or a lost connection (quorum queues). */
  readonly attempt: number;
  /** The broker delivered it before: an earlier delivery may have been worked on. */
  readonly redelivered: boolean;
  /**
   * As amqplib reads them, from whatever client: of any type. Those that `event.json` declares are valid and have their
   * types; bytes that another client sent for one are read as UTF-8.
   */
  readonly headers: Headers;
  /** `correlation_id` of the message, if it has one. */
  readonly correlationId: string | undefined;
  /** `reply_to` of the message, if it has one. */
  readonly replyTo: string | undefined;
  /**
   * Fires when the outcome no longer counts: the handler's time is over, the channel is lost (the broker delivers
   * again), or `close` ran into its deadline.
   */
  readonly signal: AbortSignal;
  /** The W3C trace context that came with the message, to be handed on: `publish(event, { trace: message.trace })`. */
  readonly trace: TraceContext | undefined;
  /** The message as amqplib delivers it. Never settle it. */
  readonly raw: ConsumeMessage;
}

/**
 * Resolves: the message is done. Throws `Reject`: dead letter. Throws anything else: next attempt.
 *
 * @example
 * const bill: Handler<typeof orderPaidV2> = async (event, { attempt }) => {
 *   if (event.total.amount === 0) throw new Reject("nothing to bill");
 *   await invoices.write(event.orderId, event.total);
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
   * Marks this message as failed, as if a handler of it alone had thrown `error`: `Reject` makes it a dead letter,
   * anything else is its next attempt. The first mark counts. Throws `BatchEndedError` once the handler's call has ended.
   */
  readonly fail: (error: unknown) => void;
}

/** What a handler gets beside its batch. */
export interface BatchContext<Version extends EventVersion = EventVersion> {
  readonly event: Version["event"];
  readonly version: Version["version"];
  /** The one of each message: fires when the time for the whole batch is over, or its outcome no longer counts. */
  readonly signal: AbortSignal;
}

/**
 * Resolves: the messages without a mark are done. Throws: they fail, each with its own attempts, as if a handler of it
 * alone had thrown.
 */
export type BatchHandler<Version extends EventVersion> = (
  batch: readonly BatchItem<Version>[],
  context: BatchContext<Version>,
) => Promise<void> | void;

/** Takes batches if there is a `Size`, single messages if it is `never`. */
type HandlerOf<Version extends EventVersion, Size extends number> = [Size] extends [never]
  ? Handler<Version>
  : BatchHandler<Version>;

/**
 * A handler for every version that the SDK knows; `"dead-letter"` declines one on purpose. `VersionHandlers<Family,
 * number>` are those of a consumer with `batch`. Of a version that the service does not read by `contract.json`, which is
 * not among `Read`, no handler is needed: its messages are dead letters.
 */
export type VersionHandlers<
  Family extends EventFamily,
  Size extends number = never,
  Read extends string = string,
> =
  // Part of the other one, which gives handlers no types before TypeScript 5.5.
  | AllHandlers<Family, Size>
  | (string extends Read
      ? never
      : Partial<AllHandlers<Family, Size>> &
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

/** Any handler, once the types have done their work. */
export type AnyHandler = (event: unknown, message: Delivered) => Promise<void> | void;

/** Any handler of batches. */
export type AnyBatchHandler = (batch: readonly BatchItem[], context: BatchContext) => Promise<void> | void;

/** Handlers by event and version, as the consumer looks them up. */
export type HandlerTable<Any = AnyHandler> = Readonly<
  Record<string, Readonly<Record<string, Any | "dead-letter">>>
>;

/** The handlers with those versions declined that have none and that the service does not read by `contract.json`. */
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

/** The compiler asks for every handler; this is for callers without one. Throws `ConfigurationError`. */
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
        `handlers has an entry for ${event} ${unknown}, which this SDK does not know; it knows ${Object.keys(versions).join(", ")}`,
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
