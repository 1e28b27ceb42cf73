import { isUtf8 } from "node:buffer";
import { headerAsText } from "../../runtime/wire/header-values.js";
import { headersOf } from "../../runtime/wire/message-origin.js";
import type { DeadQueue } from "./dead-queues.js";
import type { HeldLetter } from "./walk-dead.js";

/** A dead letter as one line of JSON, with everything that it takes to publish it again by hand. */
export function savedMessage({ message, letter }: HeldLetter, { vhost, name, queue }: DeadQueue): string {
  const { content, properties } = message;
  const { headers: _, ...others } = properties;
  const body = isUtf8(content)
    ? { body: content.toString("utf8") }
    : { bodyBase64: content.toString("base64") };
  return JSON.stringify({
    vhost: vhost ?? null,
    queue,
    deadQueue: name,
    ...summaryOf(letter),
    properties: Object.fromEntries(Object.entries(others).filter(([, value]) => value !== undefined)),
    headers: readableHeaders(headersOf(message)),
    ...body,
  });
}

/** What a list or a report says of a dead letter, in JSON. */
export function summaryOf(letter: HeldLetter["letter"]) {
  const { messageId, reason, error, event, version, service, publisher, attempts, bytes } = letter;
  const { exchange, routingKey, time, published } = letter;
  return {
    messageId: messageId ?? null,
    reason,
    error: error ?? null,
    event: event ?? null,
    version: version ?? null,
    service: service ?? null,
    publisher: publisher ?? null,
    attempts: attempts ?? null,
    died: isoOf(time),
    published: isoOf(published),
    exchange,
    routingKey,
    bytes,
  };
}

/** A moment in milliseconds as ISO 8601; `null` for one that no calendar has. */
export function isoOf(time: number | undefined): string | null {
  return time === undefined || Math.abs(time) > 8.64e15 ? null : new Date(time).toISOString();
}

/** Headers in JSON: what JSON has no form for is a text. */
export function readableHeaders(headers: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => {
      if (typeof value === "string" || typeof value === "boolean" || value === null) return [name, value];
      const text = headerAsText(value);
      return [name, text === undefined ? null : parsed(text)];
    }),
  );
}

/** The text may be cut, and is then not valid JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
