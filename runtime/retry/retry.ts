import type { DeadLetterReason } from "../errors/dead-letter-reason.js";
import { checkOptionNames, type OptionNames, parseDuration } from "../options/known-options.js";
import type { RetrySchedule } from "../topology/queue-topology.js";
import { retryStep } from "../topology/queue-topology.js";

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

/** Thrown by a handler for a message that can never work: it becomes a dead letter at once. */
export class Reject extends Error {
  override readonly name: string = "Reject";
  /** Not for callers: a service with two SDKs has two of these classes, and each takes the other's for its own. */
  readonly kind: "rabbitgen.Reject" = "rabbitgen.Reject";
  constructor(reason: string, { cause }: { readonly cause?: unknown } = {}) {
    super(reason, cause === undefined ? undefined : { cause });
  }
}

/** Whether it is a `Reject`, of this SDK or of another one. */
export function isReject(error: unknown): error is Reject {
  return error instanceof Error && "kind" in error && error.kind === "rabbitgen.Reject";
}

/** A consumer's retry settings, complete, in milliseconds. */
export interface RetryPlan extends RetrySchedule {
  /** Milliseconds that a message can be held beside its handler's call before the broker would take it away. */
  readonly longestHold: number;
}

/** What becomes of a delivery whose handler failed. */
export type Decision =
  | { readonly kind: "dead-letter"; readonly reason: DeadLetterReason }
  | { readonly kind: "delay" | "hold" | "requeue"; readonly delayMs: number };

/** `Reject` is final; everything else is another attempt until `maxAttempts` are used up. */
export function failurePolicy(error: unknown, attempt: number, plan: RetryPlan): Decision {
  if (isReject(error)) return { kind: "dead-letter", reason: "rejected" };
  if (plan.strategy === "none" || attempt >= plan.maxAttempts)
    return { kind: "dead-letter", reason: "attempts-exhausted" };
  if (plan.strategy === "requeue") return { kind: "requeue", delayMs: 0 };
  const configured = plan.delays[Math.min(attempt, plan.delays.length) - 1] ?? 1_000;
  const wanted = isRetry(error) ? error.after : undefined;
  if (plan.strategy === "hold")
    return { kind: "hold", delayMs: Math.min(wanted ?? configured, plan.longestHold) };
  return { kind: "delay", delayMs: wanted === undefined ? configured : retryStep(wanted, plan) };
}
