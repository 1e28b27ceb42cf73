import { Buffer } from "node:buffer";
import { types } from "node:util";
import { brotliDecompressSync, gunzipSync, inflateSync, type ZlibOptions } from "node:zlib";
import type { Failure, Validation } from "../contract/event-version.js";
import { toError } from "../errors/amqplib-error.js";
import type { Verdict } from "../errors/dead-letter-reason.js";
import { InvalidEventError, MessageTooLargeError } from "../errors/publish-error.js";
import { ConfigurationError } from "../errors/rabbit-error.js";
import { checkEvent, type LoadedVersion } from "../validate/validator.js";
import { unsafeInteger } from "./unsafe-integer.js";

/** The largest body, 16 MiB: RabbitMQ 4.0's own default limit (`max_message_size`). */
export const MAX_BODY_BYTES: number = 16 * 1024 * 1024;

/**
 * An event as UTF-8 JSON, validated as its readers will parse it: `NaN` is `null` there, an `undefined` member is
 * absent, and `toJSON` decides. With `"envelope": "body"` it starts with `version` and `event`. Throws
 * `InvalidEventError` if the writer's schema rejects it, for values that JSON cannot represent and for integers beyond
 * ±(2^53 - 1), and `MessageTooLargeError` over 16 MiB.
 */
export function encodeEvent(version: LoadedVersion, payload: unknown): Buffer {
  const json = asJson(payload, version);
  asParsed(payload, json, version);
  return bodyOf(json, version);
}

/** An encoded event, and the value that its readers will parse from it. */
export interface EncodedEvent {
  readonly content: Buffer;
  readonly parsed: unknown;
}

/**
 * Like `encodeEvent`, but also returns the values that are sent: `toJSON` may produce other ones than the payload has.
 */
export function encodeAndRead(version: LoadedVersion, payload: unknown): EncodedEvent {
  const json = asJson(payload, version);
  const parsed = asParsed(payload, json, version);
  return { content: bodyOf(json, version), parsed };
}

function bodyOf(json: string, version: LoadedVersion): Buffer {
  const { envelope, event } = version;
  refuseUnsafe(json, nameOf(version));
  const body = Buffer.from(envelope === "body" ? enclose(json, event, version.version) : json);
  if (body.length > MAX_BODY_BYTES) throw new MessageTooLargeError("body", body.length, MAX_BODY_BYTES);
  return body;
}

/** A `bigint`, a cycle or a throwing `toJSON` has no JSON form; the validator finds the location of most of them. */
function asJson(payload: unknown, version: LoadedVersion): string {
  let why = "must be a JSON value";
  try {
    const json = JSON.stringify(payload) as string | undefined;
    if (json !== undefined) return json;
  } catch (error) {
    why = `${why}: ${toError(error).message.split("\n", 1)[0]}`;
  }
  refuse(checkEvent(version, "writer", payload), version);
  throw new InvalidEventError(nameOf(version), [{ path: "", keyword: "type", message: why }], 0);
}

/** What readers will parse, once it is valid. */
function asParsed(payload: unknown, json: string, version: LoadedVersion): unknown {
  if (isAsParsed(payload)) {
    refuse(checkEvent(version, "writer", payload), version);
    return payload;
  }
  const parsed: unknown = JSON.parse(json);
  const validation = checkEvent(version, "writer", parsed);
  if (validation.valid === true) return parsed;
  const failures = validation.failures.map((failure) => withWritten(failure, payload, parsed));
  refuse({ ...validation, failures }, version);
  return parsed;
}

function refuse(validation: Validation<unknown>, version: LoadedVersion): void {
  if (validation.valid === false)
    throw new InvalidEventError(nameOf(version), validation.failures, validation.omitted);
}

/** A failure that mentions how JSON represents the value, if that differs. */
function withWritten(failure: Failure, payload: unknown, parsed: unknown): Failure {
  const written = valueAt(parsed, failure.path);
  if (typeof written === "object" && written !== null) return failure;
  if (Object.is(valueAt(payload, failure.path), written)) return failure;
  return { ...failure, message: `${failure.message}; in JSON it is ${kindOf(written)}` };
}

/** The value at a JSON Pointer. */
function valueAt(root: unknown, pointer: string): unknown {
  let value = root;
  for (const step of pointer.split("/").slice(1)) {
    const name = step.replaceAll("~1", "/").replaceAll("~0", "~");
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[name];
  }
  return value;
}

function kindOf(value: unknown): string {
  return value === null ? "null" : `a ${typeof value}`;
}

function nameOf({ event, version }: LoadedVersion): string {
  return `${event} ${version}`;
}

/** An id beyond 2^53 - 1 may have been rounded before it reached this code, and its readers cannot detect that. */
function refuseUnsafe(json: string, event: string): void {
  const unsafe = unsafeInteger(json);
  if (unsafe === undefined) return;
  const message = `is ${unsafe.text}, an integer beyond ±9007199254740991, which JavaScript cannot represent exactly; send it as a string`;
  throw new InvalidEventError(event, [{ path: unsafe.path, keyword: "type", message }], 0);
}

/** Text, not object spread: `{ ...payload }` would put integer-like names first and run a `__proto__` setter. */
function enclose(json: string, event: string, version: string): string {
  if (!json.startsWith("{"))
    throw new ConfigurationError(`${event} ${version} has a body envelope, so the payload must be an object`);
  const members = json.slice(1);
  return `{"version":${JSON.stringify(version)},"event":${JSON.stringify(event)}${members === "}" ? "" : ","}${members}`;
}

/**
 * Whether a value equals what its readers will parse from `JSON.stringify(value)`. If in doubt, the answer is no: for
 * `NaN`, `undefined`, array holes, `toJSON`, members that JSON omits, proxies, and class instances. A getter must
 * return the same value on every read.
 */
export function isAsParsed(value: unknown): boolean {
  try {
    return isPlain(value);
  } catch {
    return false; // a throwing getter, or stack overflow
  }
}

function isPlain(value: unknown): boolean {
  switch (typeof value) {
    case "string":
    case "boolean":
      return true;
    case "number":
      return Number.isFinite(value);
    case "object":
      return value === null || isPlainObject(value);
    default:
      return false;
  }
}

function isPlainObject(value: object): boolean {
  if (types.isProxy(value) || (value as { readonly toJSON?: unknown }).toJSON !== undefined) return false;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index += 1) if (!isPlain(value[index])) return false;
    return Object.getPrototypeOf(value) === Array.prototype;
  }
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return false;
  let members = 0;
  for (const name in value) {
    members += 1;
    if (!isPlain((value as Readonly<Record<string, unknown>>)[name])) return false;
  }
  // non-enumerable members are not written
  return Object.getOwnPropertyNames(value).length === members;
}

/** The codings of RFC 9110, 8.4.1. This SDK writes none of them; other clients do. */
const decoders: ReadonlyMap<string, (content: Buffer, options: ZlibOptions) => Buffer> = new Map([
  ["gzip", gunzipSync],
  ["x-gzip", gunzipSync],
  ["deflate", inflateSync],
  ["br", brotliDecompressSync],
]);
/** "utf-8" is not a coding, but common: kombu and older Node clients write it, and Spring AMQP adds it to "gzip". */
const PLAIN = /^(|identity|utf-?8)$/i;
const LONGEST_SHOWN = 60;

/**
 * Decodes a body's content encoding, up to a size of 16 MiB, since a few kilobytes can expand to gigabytes. One coding
 * is decoded; several combined are refused.
 */
export function decodeContent(content: Buffer, encoding: unknown): Verdict<Buffer> {
  if (content.length > MAX_BODY_BYTES)
    return { reason: "undecodable", why: `the body has ${content.length} bytes` };
  if (typeof encoding !== "string") return { value: content };
  const codings = encoding.split(/[,:]/).flatMap((each) => (PLAIN.test(each.trim()) ? [] : [each.trim()]));
  const [coding, ...more] = codings;
  if (coding === undefined) return { value: content };
  const decode = more.length === 0 ? decoders.get(coding.toLowerCase()) : undefined;
  if (decode === undefined) {
    return {
      reason: "undecodable",
      why: `content encoding ${encoding.slice(0, LONGEST_SHOWN)} is not supported; use ${[...decoders.keys()].join(", ")}`,
    };
  }
  try {
    return { value: decode(content, { maxOutputLength: MAX_BODY_BYTES }) };
  } catch (error) {
    const { code, message } = toError(error) as Error & { readonly code?: unknown };
    const why = code === "ERR_BUFFER_TOO_LARGE" ? `it exceeds ${MAX_BODY_BYTES} bytes` : message;
    return { reason: "undecodable", why: `the body is not valid ${coding}: ${why}` };
  }
}

/** The version and event named in a body, if it is an object with these members. */
export interface BodyEnvelope {
  readonly version: string | undefined;
  readonly event: string | undefined;
}

/** Reads `version` and `event` of a parsed body. */
export function readEnvelope(body: unknown): BodyEnvelope {
  return { version: ownString(body, "version"), event: ownString(body, "event") };
}

/**
 * Removes `version` and `event` from a parsed body, in place: a copy would run the setter of a member called
 * `__proto__`. `JSON.parse` creates all members as own properties, so nothing else can be affected.
 */
export function stripEnvelope(body: unknown): unknown {
  if (typeof body === "object" && body !== null) {
    Reflect.deleteProperty(body, "version");
    Reflect.deleteProperty(body, "event");
  }
  return body;
}

function ownString(body: unknown, name: string): string | undefined {
  if (typeof body !== "object" || body === null || !Object.hasOwn(body, name)) return undefined;
  const value: unknown = Reflect.get(body, name);
  return typeof value === "string" ? value : undefined;
}
