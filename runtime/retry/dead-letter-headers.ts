import type { Failure } from "../contract/event-version.js";
import type { DeadLetterReason } from "../errors/dead-letter-reason.js";
import { cut, failuresAsJson } from "../wire/header-budget.js";
import { causesAsJson, stackText } from "./error-trail.js";

/** The headers of a dead letter, whose values are strings all. */
export const DEAD_LETTER = {
  reason: "rabbitgen-reason",
  errorName: "rabbitgen-error-name",
  errorMessage: "rabbitgen-error-message",
  /** Of the error and of its causes. */
  errorStack: "rabbitgen-error-stack",
  /** A JSON array of `{ name, message }`: the error's cause, its cause's cause, and so on. */
  errorCauses: "rabbitgen-error-causes",
  /** A JSON array of `Failure`. */
  errors: "rabbitgen-errors",
  attempts: "rabbitgen-attempts",
  time: "rabbitgen-time",
  queue: "rabbitgen-queue",
  service: "rabbitgen-service",
} as const;

/** Why and where a message became a dead letter. */
export interface DeadLetter {
  readonly reason: DeadLetterReason;
  readonly error: Error;
  readonly failures: readonly Failure[];
  readonly attempt: number;
  readonly queue: string;
  readonly service: string;
  /** Whether the stack goes with it. Default true. */
  readonly stack?: boolean;
}

/**
 * The headers that tell an operator what happened: strings, at most 24 KiB together, long ones cut. An error that the
 * SDK made itself is called by the reason, and its stack would tell nothing.
 */
export function deadLetterHeaders(letter: DeadLetter, now: Date): Readonly<Record<string, string>> {
  const { reason, error, failures, attempt, queue, service } = letter;
  const isThrown = error.name !== reason && failures.length === 0;
  const causes = isThrown ? causesAsJson(error, 2_048) : "[]";
  const stack = isThrown && letter.stack !== false ? stackText(error, 8_192) : undefined;
  return {
    [DEAD_LETTER.reason]: reason,
    [DEAD_LETTER.errorName]: cut(String(error.name), 255),
    [DEAD_LETTER.errorMessage]: cut(String(error.message), 4_096),
    ...(stack === undefined ? {} : { [DEAD_LETTER.errorStack]: stack }),
    ...(causes === "[]" ? {} : { [DEAD_LETTER.errorCauses]: causes }),
    ...(failures.length === 0 ? {} : { [DEAD_LETTER.errors]: failuresAsJson(failures, 16_384) }),
    [DEAD_LETTER.attempts]: String(attempt),
    [DEAD_LETTER.time]: now.toISOString(),
    [DEAD_LETTER.queue]: queue,
    [DEAD_LETTER.service]: cut(service, 255),
  };
}
