import { Buffer } from "node:buffer";
import type { Failure } from "../contract/event-version.js";
import { toError } from "../errors/amqplib-error.js";
import type { DeadLetterReason } from "../errors/dead-letter-reason.js";
import { cut, failuresAsJson } from "../wire/header-values.js";

/** The headers of a dead letter, all with string values. */
export const DEAD_LETTER = {
  reason: "rabbitgen-reason",
  errorName: "rabbitgen-error-name",
  errorMessage: "rabbitgen-error-message",
  /** The stack of the error and of its causes. */
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

/** Why and where a message was dead-lettered. */
export interface DeadLetter {
  readonly reason: DeadLetterReason;
  readonly error: Error;
  readonly failures: readonly Failure[];
  readonly attempt: number;
  readonly queue: string;
  readonly service: string;
  /** Whether to include the stack. Default true. */
  readonly stack?: boolean;
}

/**
 * The headers that show an operator what happened: strings, at most 24 KiB in total, long ones cut. An error that the
 * SDK created itself is named after the reason, and its stack would not help.
 */
export function deadLetterHeaders(letter: DeadLetter, now: Date): Readonly<Record<string, string>> {
  const { reason, error, failures, attempt, queue, service } = letter;
  const isThrown = error.name !== reason && failures.length === 0;
  const causes = isThrown ? causesAsJson(error, 2_048) : "[]";
  const stack = isThrown && letter.stack !== false ? stackText(error, STACK_BYTES) : undefined;
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

/** Bytes of a stack that are kept. */
export const STACK_BYTES: number = 8_192;
/** The number of causes that are followed; some errors wrap themselves. */
const MOST_CAUSES = 8;
/** Size limit of a message before a stack: it must not use up the space for all the frames. */
const HEAD_BYTES = 1_024;

/** The stack of an error, then those of its causes, within a byte limit; `undefined` if it has none. */
export function stackText(error: Error, bytes: number): string | undefined {
  const stacks = [error, ...causesOf(error)].map(stackOf);
  if (stacks[0] === undefined) return undefined;
  return cut(stacks.filter((stack) => stack !== undefined).join("\nCaused by: "), bytes);
}

/** Name and message of an error's causes, as many as fit in `bytes` bytes of JSON; always a complete JSON array. */
export function causesAsJson(error: Error, bytes: number): string {
  const items: string[] = [];
  let used = 1;
  for (const { name, message } of causesOf(error)) {
    const item = JSON.stringify({ name: cut(name, 255), message: cut(message, 1_024) });
    used += Buffer.byteLength(item) + 1;
    if (used > bytes) break;
    items.push(item);
  }
  return `[${items.join(",")}]`;
}

/** The error's cause, its cause's cause, and so on; each once. */
function causesOf(error: Error): readonly Error[] {
  const seen: unknown[] = [error];
  const causes: Error[] = [];
  let cause = own(error, "cause");
  while (cause !== undefined && cause !== null && causes.length < MOST_CAUSES && !seen.includes(cause)) {
    seen.push(cause);
    causes.push(toError(cause));
    cause = own(cause, "cause");
  }
  return causes;
}

/** Starts with the error's current name: V8 writes the name that it had when it was created. */
function stackOf(error: Error): string | undefined {
  const stack = own(error, "stack");
  if (typeof stack !== "string" || stack === "") return undefined;
  const frames = stack.search(/\n\s+at /);
  return frames < 0 ? stack : `${cut(`${error.name}: ${error.message}`, HEAD_BYTES)}${stack.slice(frames)}`;
}

/** A thrown value may have getters that throw. */
function own(value: unknown, name: string): unknown {
  try {
    return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
  } catch {
    return undefined;
  }
}
