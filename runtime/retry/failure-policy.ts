import type { DeadLetterReason } from "../errors/dead-letter-reason.js";
import type { RetrySchedule } from "../topology/queue-plan.js";
import { retryStep } from "../topology/retry-step.js";
import { isReject } from "./reject.js";
import { isRetry } from "./retry.js";

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
