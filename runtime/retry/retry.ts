import { checkOptionNames, type OptionNames } from "../options/known-options.js";
import { parseDuration } from "../options/parse-duration.js";

/** Options of `Retry`. */
export interface RetryOptions {
  /**
   * Milliseconds, or such as `"10s"`, until the next attempt. Default: the consumer's `retry.delays`. A value that
   * is none of those delays is rounded up to a step: 1, 2, 5, 10, 20, 30 s or min, 1, 2, 5, 12, 24 h.
   */
  readonly after?: string | number | undefined;
  readonly cause?: unknown;
}

const NAMES: OptionNames<RetryOptions> = { after: true, cause: true };

/** Thrown by a handler whose work may succeed later. Any other error means the same, without a wish for the time. */
export class Retry extends Error {
  override readonly name: string = "Retry";
  /** Milliseconds; `undefined` for the consumer's own delays. */
  readonly after: number | undefined;
  /** Not for callers: a service with two SDKs has two of these classes, and each takes the other's for its own. */
  readonly kind: "rabbitgen.Retry" = "rabbitgen.Retry";
  constructor(reason: string, options: RetryOptions = {}) {
    checkOptionNames("Retry", options, NAMES);
    const { after, cause } = options;
    super(reason, cause === undefined ? undefined : { cause });
    this.after = after === undefined ? undefined : parseDuration(after, "after of Retry");
  }
}

/** Whether it is a `Retry`, of this SDK or of another one. */
export function isRetry(error: unknown): error is Retry {
  return error instanceof Error && "kind" in error && error.kind === "rabbitgen.Retry";
}
