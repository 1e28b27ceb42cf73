import type { DeadLetterReason } from "./dead-letter-reason.js";
import { Reject } from "./reject.js";
import { Retry } from "./retry.js";
import { retryStep } from "./retry-step.js";

/** A consumer's retry settings, complete, in milliseconds. */
export interface RetryPlan {
  readonly strategy: "delay" | "hold" | "requeue" | "none";
  readonly delays: readonly number[];
  readonly maxAttempts: number;
}

/** What becomes of a delivery whose handler failed. */
export type Decision =
  | { readonly kind: "dead-letter"; readonly reason: DeadLetterReason }
  | { readonly kind: "delay" | "hold" | "requeue"; readonly delayMs: number };

/** `Reject` is final; everything else is another attempt until `maxAttempts` are used up. */
export function failurePolicy(error: unknown, attempt: number, plan: RetryPlan): Decision {
  if (error instanceof Reject) return { kind: "dead-letter", reason: "rejected" };
  if (plan.strategy === "none" || attempt >= plan.maxAttempts)
    return { kind: "dead-letter", reason: "attempts-exhausted" };
  if (plan.strategy === "requeue") return { kind: "requeue", delayMs: 0 };
  const configured = plan.delays[Math.min(attempt, plan.delays.length) - 1] ?? 1_000;
  const wanted = error instanceof Retry ? error.after : undefined;
  if (plan.strategy === "hold") return { kind: "hold", delayMs: wanted ?? configured };
  return { kind: "delay", delayMs: wanted === undefined ? configured : retryStep(wanted, plan.delays) };
}
