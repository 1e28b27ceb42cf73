import type { DeadLetterReason } from "../errors/dead-letter-reason.js";
import { checkOptionNames, type OptionNames, parseDuration } from "../options/known-options.js";
import type { RetrySchedule } from "../topology/queue-topology.js";
import { retryStep } from "../topology/queue-topology.js";

/** Options of `Retry`. */
export interface RetryOptions {
  /**
   * Milliseconds, or a duration such as `"10s"`, until the next attempt. Default: the consumer's `retry.delays`. A
   * value that is not one of those delays is rounded up to a step: 1, 2, 5, 10, 20 or 30 s or min, 1, 2, 5, 12 or 24 h.
   */
  readonly after?: string | number | undefined;
  readonly cause?: unknown;
}

const NAMES: OptionNames<RetryOptions> = { after: true, cause: true };

/** Thrown by a handler whose work may succeed later. Any other error has the same effect, without a requested delay. */
export class Retry extends Error {
  override readonly name: string = "Retry";
  /** Milliseconds; absent for the consumer's own delays. */
  declare readonly after?: number;
  /** Internal: a service with two SDKs has two of these classes, and each recognizes the other's instances. */
  readonly kind: "rabbitgen.Retry" = "rabbitgen.Retry";
  constructor(reason: string, options: RetryOptions = {}) {
    checkOptionNames("Retry", options, NAMES);
    const { after, cause } = options;
    super(reason, cause === undefined ? undefined : { cause });
    if (after !== undefined) this.after = parseDuration(after, "after of Retry");
  }
}

/** Whether it is a `Retry`, from this SDK or another one. */
export function isRetry(error: unknown): error is Retry {
  return error instanceof Error && "kind" in error && error.kind === "rabbitgen.Retry";
}

/** Thrown by a handler for a message that can never succeed: it is dead-lettered immediately. */
export class Reject extends Error {
  override readonly name: string = "Reject";
  /** Internal: a service with two SDKs has two of these classes, and each recognizes the other's instances. */
  readonly kind: "rabbitgen.Reject" = "rabbitgen.Reject";
  constructor(reason: string, { cause }: { readonly cause?: unknown } = {}) {
    super(reason, cause === undefined ? undefined : { cause });
  }
}

/** Whether it is a `Reject`, from this SDK or another one. */
export function isReject(error: unknown): error is Reject {
  return error instanceof Error && "kind" in error && error.kind === "rabbitgen.Reject";
}

/** A consumer's complete retry settings, in milliseconds. */
export interface RetryPlan extends RetrySchedule {
  /**
   * Milliseconds that a message can be held in addition to its handler call before the broker would close the channel.
   */
  readonly longestHold: number;
}

/** What happens to a delivery whose handler failed. */
export type Decision =
  | { readonly kind: "dead-letter"; readonly reason: DeadLetterReason }
  | { readonly kind: "delay" | "hold" | "requeue"; readonly delayMs: number };

/** `Reject` is final; any other error leads to another attempt until `maxAttempts` are used up. */
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
