import type { DeadLetterReason } from "./dead-letter-reason.js";
import { isReject } from "./reject.js";
import { isRetry } from "./retry.js";
import { retryStep } from "./retry-step.js";

/** A consumer's retry settings, complete, in milliseconds. */
export interface RetryPlan {
  readonly strategy: "delay" | "hold" | "requeue" | "none";
  readonly delays: readonly number[];
  readonly maxAttempts: number;
  /** Whether a delay of a handler's own choice may have a queue of its own; `false` where nothing may be declared. */
  readonly ownSteps: boolean;
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
