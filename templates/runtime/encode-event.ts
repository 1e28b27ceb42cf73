import { Buffer } from "node:buffer";
import type { EventVersion } from "./event-version.js";
import { InvalidEventError, MessageTooLargeError } from "./publish-error.js";
import { ConfigurationError } from "./rabbit-error.js";
import { toError } from "./to-error.js";
import { unsafeInteger } from "./unsafe-integer.js";

/** The largest body, 16 MiB: RabbitMQ 4.0's own default limit (`max_message_size`). */
export const MAX_BODY_BYTES: number = 16 * 1024 * 1024;

/**
 * A valid event as UTF-8 JSON. With `"envelope": "body"` it starts with `version` and `event`.
 * Throws `MessageTooLargeError` over 16 MiB, and `InvalidEventError` for what JSON cannot say
 * and for integers beyond ±(2^53 - 1).
 */
export function encodeEvent({ envelope, event, version }: EventVersion, payload: unknown): Buffer {
  const json = asJson(payload, `${event} ${version}`);
  refuseUnsafe(json, `${event} ${version}`);
  const body = Buffer.from(envelope === "body" ? enclose(json, event, version) : json);
  if (body.length > MAX_BODY_BYTES) throw new MessageTooLargeError("body", body.length, MAX_BODY_BYTES);
  return body;
}

/** A map of anything may hold what the validator does not look into: a `bigint`, a cycle, a `toJSON` that throws. */
function asJson(payload: unknown, event: string): string {
  let why = "must be a JSON value";
  try {
    const json = JSON.stringify(payload) as string | undefined;
    if (json !== undefined) return json;
  } catch (error) {
    why = `${why}: ${toError(error).message.split("\n", 1)[0]}`;
  }
  throw new InvalidEventError(event, [{ path: "", keyword: "type", message: why }], 0);
}

/** An id beyond 2^53 - 1 may have been rounded before it came here, and its readers cannot tell. */
function refuseUnsafe(json: string, event: string): void {
  const unsafe = unsafeInteger(json);
  if (unsafe === undefined) return;
  const message = `is ${unsafe.text}, an integer beyond ±9007199254740991 that JavaScript does not tell from its neighbours; carry it as a string`;
  throw new InvalidEventError(event, [{ path: unsafe.path, keyword: "type", message }], 0);
}

/** Text, not spreading: `{ ...payload }` would put integer-like names before ours and run a `__proto__` setter. */
function enclose(json: string, event: string, version: string): string {
  if (!json.startsWith("{"))
    throw new ConfigurationError(`${event} ${version} has a body envelope, so it must be an object`);
  const members = json.slice(1);
  return `{"version":${JSON.stringify(version)},"event":${JSON.stringify(event)}${members === "}" ? "" : ","}${members}`;
}
