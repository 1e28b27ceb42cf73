import { isUint8Array } from "node:util/types";
import type { DeclaredHeaders } from "../contract/event-version.js";

/** Fatal: bytes that are no UTF-8 must not become replacement characters. A byte order mark stays, as in a string. */
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The declared headers that a message has. */
export interface FoundHeaders {
  /** As they are validated: what is no string stays what it is. */
  readonly values: Readonly<Record<string, unknown>>;
  /** The same if all are strings, which a valid message's are. */
  readonly strings: Readonly<Record<string, string>>;
}

/**
 * Picks the declared headers of a message, by their exact names. Some clients send a text as bytes (`x` in RabbitMQ's
 * field types) instead of a string (`S`); what is UTF-8 counts as one. The prototype is none, so that a header called
 * `constructor` is there only if it was sent.
 */
export function readDeclared(
  headers: Readonly<Record<string, unknown>>,
  { names }: DeclaredHeaders<unknown>,
): FoundHeaders {
  const values: Record<string, unknown> = Object.create(null);
  const strings: Record<string, string> = Object.create(null);
  for (const name of names) {
    if (!Object.hasOwn(headers, name)) continue;
    const value = textOf(headers[name]);
    values[name] = value;
    if (typeof value === "string") strings[name] = value;
  }
  return { values, strings };
}

function textOf(value: unknown): unknown {
  if (!isUint8Array(value)) return value;
  try {
    return utf8.decode(value);
  } catch {
    return value;
  }
}
