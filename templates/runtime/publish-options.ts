import type { TraceContext } from "./trace-context.js";

/** Options of one `publish`. */
export interface PublishOptions {
  /** Gives the message up; if it was written already, the error's certainty is `unknown`. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds until the message is given up. Default: the publisher's, 30,000. */
  readonly timeout?: number | undefined;
  /** Default: a random UUID. Give the earlier one when publishing again after an `unknown`. At most 255 bytes. */
  readonly messageId?: string | undefined;
  /** Further headers: strings; names must not start with `x-` or `rabbitgen-`. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
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

/** Values of placeholders, by name; each is one word of a routing key: not empty, and without `.`, `*` and `#`. */
export type RoutingKeyWords<Word extends string = string> = Readonly<Record<Word, string>>;

/** Options of one `publish` of an event whose routing key has placeholders that its payload does not declare. */
export interface RoutedPublishOptions<Word extends string = string> extends PublishOptions {
  readonly routingKey: RoutingKeyWords<Word>;
}

/** The options that `publish` takes; needed only where the routing key has placeholders that it must be given. */
export type PublishArguments<Word extends string> = [Word] extends [never]
  ? [options?: PublishOptions]
  : [options: RoutedPublishOptions<Word>];

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
