import type { RoutingKeyWords } from "../contract/event-version.js";
import { ConfigurationError } from "../errors/rabbit-error.js";
import type { TraceContext } from "../observe/instrumentation.js";
import {
  checkBoolean,
  checkMilliseconds,
  checkOptionNames,
  type OptionNames,
} from "../options/known-options.js";

/** The headers that a publisher may set: those declared in `event.json`, or any if it declares none. */
export type PublishedHeaders<Headers> = [Headers] extends [never]
  ? Readonly<Record<string, string>> // for a version whose type is unknown
  : unknown extends Headers
    ? Readonly<Record<string, string>>
    : Readonly<Headers>;

/** The required options of `publish`: headers and placeholders that an event must have. */
type NeededOptions<Headers, Word extends string> = (Record<never, never> extends PublishedHeaders<Headers>
  ? unknown
  : { readonly headers: PublishedHeaders<Headers> }) &
  ([Word] extends [never] ? unknown : { readonly routingKey: RoutingKeyWords<Word> });

/**
 * The arguments of `publish` after the event; `Word` are the placeholders of its routing key that are not in the
 * payload.
 */
export type PublishArguments<Headers = unknown, Word extends string = never> =
  unknown extends NeededOptions<Headers, Word>
    ? [options?: PublishOptions<Headers>]
    : [options: PublishOptions<Headers> & NeededOptions<Headers, Word>];

/** Options of one `publish`; `Headers` are the headers that `event.json` declares. */
export interface PublishOptions<Headers = unknown> {
  /** Abandons the message; if it was already written, the error's certainty is `unknown`. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds until the message is abandoned. Default: the publisher's, 30,000. */
  readonly timeout?: number | undefined;
  /** Default: a random UUID. Pass the earlier id when publishing again after `unknown`. At most 255 bytes. */
  readonly messageId?: string | undefined;
  /**
   * Additional headers: strings; names must not start with `x-` or `rabbitgen-`. If `event.json` declares headers, only
   * those, unless its schema allows others.
   */
  readonly headers?: PublishedHeaders<Headers> | undefined;
  /** The trace context of the message that caused this one; ignored if `headers` has a `traceparent`. */
  readonly trace?: TraceContext | undefined;
  /** `correlation_id` of the message; at most 255 bytes. */
  readonly correlationId?: string | undefined;
  /** `reply_to` of the message; at most 255 bytes. */
  readonly replyTo?: string | undefined;
  /**
   * Milliseconds, or a duration such as `"10m"`, that it may wait in a queue; after that it becomes a dead letter of
   * that queue (`x-first-death-reason: expired`). Attempts after the first have no limit. Default: none.
   */
  readonly expiration?: string | number | undefined;
  /**
   * How long it waits before it reaches its exchange: `"10m"`, or milliseconds, rounded up to 1, 2, 5, 10, 20 or 30 s
   * or m, or 1, 2, 5, 12 or 24 h. The broker keeps it in a queue for that delay, so that restarts do not lose it; if no
   * queue is bound for it, it stays there. Cannot be combined with `expiration`. Default: none.
   */
  readonly delay?: string | number | undefined;
  /**
   * From 0 to 255: quorum queues (RabbitMQ 4.0) distinguish only above 4 from the rest; classic ones need
   * `x-max-priority`.
   */
  readonly priority?: number | undefined;
}

/** Options of one `publish` of an event whose routing key has placeholders that its payload does not contain. */
export interface RoutedPublishOptions<Word extends string = string, Headers = unknown>
  extends PublishOptions<Headers> {
  readonly routingKey: RoutingKeyWords<Word>;
}

/** Options of `rabbit.publisher`. */
export interface PublisherOptions {
  /** Milliseconds for each publish, unless its options override it. Default 30,000. */
  readonly timeout?: number | undefined;
  /**
   * Whether a message whose channel is lost before the confirm is written again, with the same `message_id`, until its
   * deadline. Default true; with `false` such a publish rejects immediately with certainty `unknown`.
   */
  readonly resend?: boolean | undefined;
}

/** The result of a confirmed publish. */
export interface Published {
  readonly messageId: string;
}

const PUBLISHER_NAMES: OptionNames<PublisherOptions> = { timeout: true, resend: true };
const NAMES: OptionNames<RoutedPublishOptions> = {
  signal: true,
  timeout: true,
  messageId: true,
  headers: true,
  trace: true,
  correlationId: true,
  replyTo: true,
  expiration: true,
  priority: true,
  delay: true,
  routingKey: true,
};
const TRACE_NAMES: OptionNames<TraceContext> = { traceparent: true, tracestate: true };

/** Validates options of `rabbit.publisher`, which untyped JavaScript may pass. Throws `ConfigurationError`. */
export function checkPublisherOptions(options: PublisherOptions): void {
  checkOptionNames("publisher()", options, PUBLISHER_NAMES);
  checkMilliseconds("timeout", options.timeout);
  checkBoolean("resend", options.resend);
}

/** Validates options of one `publish`, which untyped JavaScript may pass. Throws `ConfigurationError`. */
export function checkPublishOptions(options: PublishOptions | RoutedPublishOptions): void {
  checkOptionNames("publish()", options, NAMES);
  const { signal, timeout, messageId, headers, trace, correlationId, replyTo } = options;
  if (timeout !== undefined) checkMilliseconds("timeout", timeout);
  if (signal !== undefined && !isSignal(signal))
    throw new ConfigurationError("signal must be an AbortSignal");
  if (options.delay !== undefined && options.expiration !== undefined)
    throw new ConfigurationError(
      "delay and expiration cannot be combined: whichever ends first would apply to both",
    );
  if ("routingKey" in options && options.routingKey !== undefined) checkWords(options.routingKey);
  checkText("messageId", messageId);
  checkText("correlationId", correlationId);
  checkText("replyTo", replyTo);
  if (headers !== undefined && (typeof headers !== "object" || headers === null || Array.isArray(headers)))
    throw new ConfigurationError("headers must be an object of strings");
  if (trace === undefined) return;
  checkOptionNames("trace", trace, TRACE_NAMES);
  if (typeof trace.traceparent !== "string") throw new ConfigurationError("trace must have a traceparent");
}

function checkWords(words: unknown): void {
  if (typeof words !== "object" || words === null || Array.isArray(words))
    throw new ConfigurationError(
      'routingKey must be an object with placeholder values, such as { region: "eu" }; the key itself is in the contract',
    );
}

function checkText(name: string, text: unknown): void {
  if (text !== undefined && typeof text !== "string")
    throw new ConfigurationError(`${name} must be a string`);
}

/** Checked by its methods: a signal may come from another realm. */
function isSignal(signal: unknown): boolean {
  return (
    typeof signal === "object" &&
    signal !== null &&
    "aborted" in signal &&
    "addEventListener" in signal &&
    typeof signal.addEventListener === "function"
  );
}
