import type { QueueSettings, RetrySettings } from "./contract.js";
import type { Inbox } from "./inbox.js";

/** Options of `rabbit.consumer`; each falls back to what `contract.json` says of this service and event. */
export interface ConsumerOptions<Handlers> {
  readonly handlers: Handlers;
  /** Name, or name with type and arguments. Type default: `quorum`. Durable always. */
  readonly queue?: string | QueueSettings | undefined;
  /** Messages that this process works on at a time. Default 1. */
  readonly prefetch?: number | undefined;
  readonly retry?: RetrySettings | undefined;
  /** Time of one handler call, in milliseconds or such as `"30s"`; below the broker's 30 minutes. Default `"5m"`. */
  readonly handlerTimeout?: string | number | undefined;
  /** Remembers handled messages, so that a redelivered one calls no handler. Default: none. */
  readonly inbox?: Inbox | undefined;
  /** Pauses the consumer when its handlers fail one after the other; `false`: never. */
  readonly breaker?: BreakerOptions | false | undefined;
  /** Whether a dead letter carries the error's stack. Default: as `connect` says, which is true. */
  readonly deadLetterStack?: boolean | undefined;
}

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
