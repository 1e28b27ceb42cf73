import { isUint8Array } from "node:util/types";
import type { Message, MessageProperties } from "amqplib";
import type { DeclaredHeaders, Failure, Validation } from "../contract/event-version.js";
import type { DeadLetterReason, Verdict } from "../errors/dead-letter-reason.js";
import { ValidatorError } from "../errors/publish-error.js";
import {
  checkEvent,
  checkHeaderValues,
  type LoadedFamily,
  type LoadedVersion,
} from "../validate/validator.js";
import { decodeContent, readEnvelope, stripEnvelope } from "./body.js";
import { cut } from "./header-values.js";
import { foreignContentType, hasBodyEnvelope, identifyEvent, identifyVersion } from "./identify-version.js";
import { originOf } from "./message-origin.js";
import { unreadableHeaders } from "./readable-headers.js";
import { roundedInteger } from "./unsafe-integer.js";

/** Fatal: bytes that are not UTF-8 must not become replacement characters. A byte order mark is skipped. */
const utf8 = new TextDecoder("utf-8", { fatal: true });

/** Size limit of the message that explains a dead letter. */
const LONGEST_WHY = 4_096;

/** The parts of a message that identify it; amqplib sets all properties, missing ones to `undefined`. */
export interface ReadableMessage {
  readonly content: Message["content"];
  readonly fields: Pick<Message["fields"], "exchange" | "routingKey">;
  readonly properties: { readonly [Name in keyof MessageProperties]?: MessageProperties[Name] | undefined };
}

/** A message that a handler may see, or why none may. */
export type Decoded =
  | DecodedEvent
  | {
      readonly kind: "dead-letter";
      readonly reason: DeadLetterReason;
      readonly why: string;
      readonly failures: readonly Failure[];
      /** The event and version that the message names, if this SDK has them. */
      readonly known: KnownEvent | undefined;
    };

/** A valid event. */
export interface DecodedEvent {
  readonly kind: "event";
  readonly version: LoadedVersion;
  readonly payload: unknown;
  /** The declared headers in the message; `undefined` if none are declared. */
  readonly headers: Readonly<Record<string, string>> | undefined;
}

/** An event, and the version if it is in this SDK. */
export interface KnownEvent {
  readonly event: string;
  readonly version: string | undefined;
  /** The event's header declaration, if the version is known. */
  readonly headers?: Pick<DeclaredHeaders<unknown>, "names">;
}

/** Decodes a delivery as one version of one of the consumed events and validates it against its schema as written. */
export function decodeMessage(message: ReadableMessage, families: readonly LoadedFamily[]): Decoded {
  const unreadable = unreadableHeaders(message);
  if (unreadable !== undefined) {
    const why = `these headers are nested too deeply, or have unknown types: ${unreadable.join(", ")}`;
    return dead({ reason: "unreadable-headers", why });
  }
  const parsed = parseBody(message);
  const { properties } = message;
  const headers = properties.headers ?? {};
  // a message that declares another format is not broken JSON
  if ("reason" in parsed) return dead(foreignContentType(properties.contentType, headers) ?? parsed);
  const envelope = readEnvelope(parsed.value.json);
  const family = identifyEvent(
    { type: properties.type, origin: () => originOf(message) },
    envelope,
    families,
  );
  if ("reason" in family) return dead(family);
  const { event, versions } = family.value;
  const named = identifyVersion({ contentType: properties.contentType, headers, envelope }, family.value);
  if ("reason" in named) return dead(named, { event, version: undefined });
  const version = Object.hasOwn(versions, named.value) ? versions[named.value] : undefined;
  if (version === undefined) {
    const why = `version ${named.value} of ${event} is unknown; known versions: ${Object.keys(versions).join(", ")}`;
    return dead({ reason: "unknown-version", why }, { event, version: undefined });
  }
  const rounded = roundedInteger(parsed.value.text);
  if (rounded !== undefined) {
    const message = `is the integer ${rounded.text}, which JavaScript reads as ${BigInt(Number(rounded.text))}`;
    const failure = { path: rounded.path, keyword: "type", message };
    return {
      ...dead({ reason: "unsafe-integer", why: `${rounded.path || "(the event)"} ${message}` }, version),
      failures: [failure],
    };
  }
  const payload = hasBodyEnvelope(family.value) ? stripEnvelope(parsed.value.json) : parsed.value.json;
  const validation = checked(checkEvent, version, payload);
  if (!isValid(validation)) return invalid("schema-violation", "event", validation, version);
  const declared = version.headers && readDeclared(headers, version.headers);
  if (declared === undefined)
    return { kind: "event", version, payload: validation.value, headers: undefined };
  const { values, strings } = declared;
  const ofHeaders = checked(checkHeaderValues, version, values);
  return isValid(ofHeaders)
    ? { kind: "event", version, payload: validation.value, headers: strings }
    : invalid("headers-violation", "headers", ofHeaders, version);
}

type Outcome = Validation<unknown> | ValidatorError;

function checked<Value>(
  check: (version: LoadedVersion, form: "reader", value: Value) => Validation<unknown>,
  version: LoadedVersion,
  value: Value,
): Outcome {
  try {
    return check(version, "reader", value);
  } catch (error) {
    if (error instanceof ValidatorError) return error;
    throw error;
  }
}

function isValid(outcome: Outcome): outcome is Extract<Validation<unknown>, { readonly valid: true }> {
  return !(outcome instanceof ValidatorError) && outcome.valid;
}

function invalid(
  reason: "schema-violation" | "headers-violation",
  what: "event" | "headers",
  outcome: Exclude<Outcome, { readonly valid: true }>,
  version: LoadedVersion,
): Decoded {
  if (outcome instanceof ValidatorError)
    return dead({ reason: "validator-failed", why: outcome.message }, version);
  const { failures } = outcome;
  return { ...dead({ reason, why: sentenceOf(failures, what) }, version), failures };
}

/** The failures and their locations, within a length limit: a sender determines the length of the paths. */
function sentenceOf(failures: readonly Failure[], root: "event" | "headers"): string {
  const parts: string[] = [];
  let length = 0;
  for (const { path, message } of failures) {
    if (length > LONGEST_WHY) break;
    const part = `${path.slice(0, LONGEST_WHY) || `(the ${root})`} ${message.slice(0, LONGEST_WHY)}`;
    parts.push(part);
    length += part.length;
  }
  return parts.join("; ");
}

function dead(
  { reason, why }: { readonly reason: DeadLetterReason; readonly why: string },
  known?: KnownEvent,
): Extract<Decoded, { kind: "dead-letter" }> {
  return { kind: "dead-letter", reason, why: cut(why, LONGEST_WHY), failures: [], known };
}

interface Body {
  readonly text: string;
  readonly json: unknown;
}

function parseBody({ content, properties }: ReadableMessage): Verdict<Body> {
  const decoded = decodeContent(content, properties.contentEncoding);
  if ("reason" in decoded) return decoded;
  try {
    const text = utf8.decode(decoded.value);
    const json: unknown = JSON.parse(text);
    return { value: { text, json } };
  } catch (error) {
    return { reason: "undecodable", why: error instanceof Error ? error.message : "not valid JSON" };
  }
}

/** Fatal: bytes that are not UTF-8 must not become replacement characters. A byte order mark stays, as in a string. */
const headerUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The declared headers that a message has. */
export interface FoundHeaders {
  /** As they are validated: values that are not strings are kept unchanged. */
  readonly values: Readonly<Record<string, unknown>>;
  /** The same if all are strings, as in any valid message. */
  readonly strings: Readonly<Record<string, string>>;
}

/**
 * Extracts the declared headers of a message by their exact names. Some clients send text as bytes (`x` in RabbitMQ's
 * field types) instead of a string (`S`); valid UTF-8 counts as a string. The result has no prototype, so that a header
 * called `constructor` exists only if it was sent.
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
    return headerUtf8.decode(value);
  } catch {
    return value;
  }
}
