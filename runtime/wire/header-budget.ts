import { Buffer } from "node:buffer";
import type { Failure } from "../contract/event-version.js";

/**
 * The text cut to `bytes` bytes of UTF-8, with `…` where something is missing; a character is never cut in half.
 */
export function cut(text: string, bytes: number): string {
  if (Buffer.byteLength(text) <= bytes) return text;
  const head = Buffer.from(text).subarray(0, Math.max(0, bytes - 3));
  return `${new TextDecoder().decode(head, { stream: true })}…`;
}

/** As many failures as fit into `bytes` bytes of JSON; always a whole JSON array. */
export function failuresAsJson(failures: readonly Failure[], bytes: number): string {
  const items: string[] = [];
  let used = 2;
  for (const { path, keyword, message } of failures) {
    const item = JSON.stringify({ path: cut(path, 1_024), keyword, message: cut(message, 1_024) });
    used += Buffer.byteLength(item) + 1;
    if (used > bytes) break;
    items.push(item);
  }
  return `[${items.join(",")}]`;
}

/** As many of the names, each once, as fit into `bytes` bytes of JSON; always a whole JSON array. */
export function namesAsJson(names: readonly string[], bytes: number): string {
  const items: string[] = [];
  let used = 1;
  for (const name of new Set(names)) {
    const item = JSON.stringify(name);
    used += Buffer.byteLength(item) + 1;
    if (used > bytes) break;
    items.push(item);
  }
  return `[${items.join(",")}]`;
}

/** The names in such an array; none if it is something else, as whatever another client wrote. */
export function namesOf(json: unknown): readonly string[] {
  try {
    const names: unknown = typeof json === "string" ? JSON.parse(json) : undefined;
    return Array.isArray(names) ? names.filter((name) => typeof name === "string") : [];
  } catch {
    return [];
  }
}
