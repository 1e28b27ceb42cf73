import type { ConsumeMessage } from "amqplib";
import type { EventFamily, EventVersion, HeadersOf, PayloadOf } from "./event-version.js";
import type { TraceContext } from "./trace-context.js";

/** The declared headers with their types, and any others. An index signature is left out: it is a promise of publishers. */
export type ReceivedHeaders<Headers> = Readonly<Record<string, unknown>> &
  (unknown extends Headers
    ? unknown
    : { readonly [Name in keyof Headers as string extends Name ? never : Name]: Headers[Name] });

/** What a handler gets beside the event; `Headers` follows from the version. */
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

/** Resolves: the message is done. Throws `Reject`: dead letter. Throws anything else: next attempt. */
export type Handler<Version extends EventVersion> = (
  event: PayloadOf<Version>,
  message: Delivered<Version>,
) => Promise<void> | void;

/** A handler for every version that the SDK knows; `"dead-letter"` declines one on purpose. */
export type VersionHandlers<Family extends EventFamily> = {
  readonly [Version in keyof Family["versions"]]: Handler<Family["versions"][Version]> | "dead-letter";
};

/** Handlers for several events of one queue, by event name. */
export type EventHandlers<Families extends readonly EventFamily[]> = {
  readonly [Name in Families[number]["event"]]: VersionHandlers<
    Extract<Families[number], { readonly event: Name }>
  >;
};

/** Any handler, once the types have done their work. */
export type AnyHandler = (event: unknown, message: Delivered) => Promise<void> | void;

/** Handlers by event and version, as the consumer looks them up. */
export type HandlerTable = Readonly<Record<string, Readonly<Record<string, AnyHandler | "dead-letter">>>>;
