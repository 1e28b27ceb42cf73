import type { DeadLetterReason } from "./dead-letter-reason.js";
import type { Failure } from "./event-version.js";
import { cut, failuresAsJson } from "./header-budget.js";

/** Why and where a message became a dead letter. */
export interface DeadLetter {
  readonly reason: DeadLetterReason;
  readonly error: Error;
  readonly failures: readonly Failure[];
  readonly attempt: number;
  readonly queue: string;
  readonly service: string;
}

/** The headers that tell an operator what happened: strings, at most 24 KiB together, long ones cut. */
export function deadLetterHeaders(letter: DeadLetter, now: Date): Readonly<Record<string, string>> {
  const { reason, error, failures, attempt, queue, service } = letter;
  return {
    "rabbitgen-reason": reason,
    "rabbitgen-error-name": cut(String(error.name), 255),
    "rabbitgen-error-message": cut(String(error.message), 4_096),
    ...(failures.length === 0 ? {} : { "rabbitgen-errors": failuresAsJson(failures, 16_384) }),
    "rabbitgen-attempts": String(attempt),
    "rabbitgen-time": now.toISOString(),
    "rabbitgen-queue": queue,
    "rabbitgen-service": cut(service, 255),
  };
}
