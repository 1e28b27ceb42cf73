import { Buffer } from "node:buffer";
import { toError } from "../errors/to-error.js";
import { cut } from "../wire/header-budget.js";

/** Causes that are followed; some wrap themselves. */
const MOST_CAUSES = 8;
/** Bytes of a message that stands before a stack: it must not take the room of all the frames. */
const HEAD_BYTES = 1_024;

/** The stack of an error, then those of its causes, in at most so many bytes; `undefined` if it has none. */
export function stackText(error: Error, bytes: number): string | undefined {
  const stacks = [error, ...causesOf(error)].map(stackOf);
  if (stacks[0] === undefined) return undefined;
  return cut(stacks.filter((stack) => stack !== undefined).join("\nCaused by: "), bytes);
}

/** Name and message of an error's causes, as many as fit into `bytes` bytes of JSON; always a whole JSON array. */
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

/** Headed by the name that the error has now: V8 writes the one that it had when it was made. */
function stackOf(error: Error): string | undefined {
  const stack = own(error, "stack");
  if (typeof stack !== "string" || stack === "") return undefined;
  const frames = stack.search(/\n\s+at /);
  return frames < 0 ? stack : `${cut(`${error.name}: ${error.message}`, HEAD_BYTES)}${stack.slice(frames)}`;
}

/** What is thrown may have getters that throw. */
function own(value: unknown, name: string): unknown {
  try {
    return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
  } catch {
    return undefined;
  }
}
