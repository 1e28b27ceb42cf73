import type { RoutingKeyWords } from "../contract/event-version.js";
import { ConfigurationError } from "../errors/rabbit-error.js";
import type { TraceContext } from "../observe/trace-context.js";
import {
  checkBoolean,
  checkMilliseconds,
  checkOptionNames,
  type OptionNames,
} from "../options/known-options.js";

/** The headers that a publisher may give: those that `event.json` declares, or any if it declares none. */
export type PublishedHeaders<Headers> = [Headers] extends [never]
  ? Readonly<Record<string, string>> // of a version whose type nobody knows
  : unknown extends Headers
    ? Readonly<Record<string, string>>
    : Readonly<Headers>;

/** The options that `publish` has to be given: headers and placeholders that an event cannot do without. */
type NeededOptions<Headers, Word extends string> = (Record<never, never> extends PublishedHeaders<Headers>
  ? unknown
  : { readonly headers: PublishedHeaders<Headers> }) &
  ([Word] extends [never] ? unknown : { readonly routingKey: RoutingKeyWords<Word> });

/** What `publish` takes behind the event; `Word` are the placeholders of its routing key that no payload has. */
export type PublishArguments<Headers = unknown, Word extends string = never> =
  unknown extends NeededOptions<Headers, Word>
    ? [options?: PublishOptions<Headers>]
    : [options: PublishOptions<Headers> & NeededOptions<Headers, Word>];

/** Options of one `publish`; `Headers` are what `event.json` declares of the event's headers. */
export interface PublishOptions<Headers = unknown> {
  /** Gives the message up; if it was written already, the error's certainty is `unknown`. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds until the message is given up. Default: the publisher's, 30,000. */
  readonly timeout?: number | undefined;
  /** Default: a random UUID. Give the earlier one when publishing again after an `unknown`. At most 255 bytes. */
  readonly messageId?: string | undefined;
  /**
   * Further headers: strings; names must not start with `x-` or `rabbitgen-`. Where `event.json` declares headers, those
   * and no others, unless its schema is open for them.
   */
  readonly headers?: PublishedHeaders<Headers> | undefined;
  /** The trace context of the message that this one follows from; left out if `headers` has a `traceparent`. */
  readonly trace?: TraceContext | undefined;
  /** `correlation_id` of the message; at most 255 bytes. */
  readonly correlationId?: string | undefined;
  /** `reply_to` of the message; at most 255 bytes. */
  readonly replyTo?: string | undefined;
  /**
   * Milliseconds, or such as `"10m"`, that it may wait in a queue; what takes longer becomes a dead letter of that queue
   * (`x-first-death-reason: expired`). An attempt after the first has no limit any more. Default: none.
   */
  readonly expiration?: string | number | undefined;
  /**
   * How long it waits before it comes to its exchange: `"10m"`, or milliseconds, rounded up to 1, 2, 5, 10, 20, 30 s or m,
   * or 1, 2, 5, 12, 24 h. The broker keeps it in a queue of that delay, so that no restart loses it; one that no queue
   * takes then stays there. Not together with `expiration`. Default: none.
   */
  readonly delay?: string | number | undefined;
  /** From 0 to 255: quorum queues (RabbitMQ 4.0) tell above 4 from the others, classic ones need `x-max-priority`. */
  readonly priority?: number | undefined;
}

/** Options of one `publish` of an event whose routing key has placeholders that its payload does not declare. */
export interface RoutedPublishOptions<Word extends string = string, Headers = unknown>
  extends PublishOptions<Headers> {
  readonly routingKey: RoutingKeyWords<Word>;
}

/** Options of `rabbit.publisher`. */
export interface PublisherOptions {
  /** Milliseconds for each publish unless it says otherwise. Default 30,000. */
  readonly timeout?: number | undefined;
  /**
   * Whether a message that was written and lost its channel is written again, with the same `message_id`, until its
   * deadline. Default true; `false` makes such a publish reject at once with certainty `unknown`.
   */
  readonly resend?: boolean | undefined;
}

/** What the broker confirmed. */
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

/** Options of `rabbit.publisher` as JavaScript may give them. Throws `ConfigurationError`. */
export function checkPublisherOptions(options: PublisherOptions): void {
  checkOptionNames("publisher()", options, PUBLISHER_NAMES);
  checkMilliseconds("timeout", options.timeout);
  checkBoolean("resend", options.resend);
}

/** Options of one `publish` as JavaScript may give them. Throws `ConfigurationError`. */
export function checkPublishOptions(options: PublishOptions | RoutedPublishOptions): void {
  checkOptionNames("publish()", options, NAMES);
  const { signal, timeout, messageId, headers, trace, correlationId, replyTo } = options;
  if (timeout !== undefined) checkMilliseconds("timeout", timeout);
  if (signal !== undefined && !isSignal(signal))
    throw new ConfigurationError("signal must be an AbortSignal");
  if (options.delay !== undefined && options.expiration !== undefined)
    throw new ConfigurationError("delay and expiration exclude each other: the earlier would count for both");
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
      'routingKey must be an object with the values of placeholders, such as { region: "eu" }; the key itself is the contract\'s',
    );
}

function checkText(name: string, text: unknown): void {
  if (text !== undefined && typeof text !== "string")
    throw new ConfigurationError(`${name} must be a string`);
}

/** By its shape: a signal may come from another realm. */
function isSignal(signal: unknown): boolean {
  return (
    typeof signal === "object" &&
    signal !== null &&
    "aborted" in signal &&
    "addEventListener" in signal &&
    typeof signal.addEventListener === "function"
  );
}
