import { Buffer } from "node:buffer";
import { randomUUID } from "node:crypto";
import type { Options } from "amqplib";
import type { DeclaredHeaders, EventVersion } from "../contract/event-version.js";
import {
  InvalidEventHeadersError,
  InvalidHeaderError,
  MessageTooLargeError,
  UnencodableMessageError,
} from "../errors/publish-error.js";
import { ConfigurationError } from "../errors/rabbit-error.js";
import { withTraceContext } from "../observe/trace-context.js";
import { parseDuration, shown } from "../options/known-options.js";
import { routingKeyOf } from "../routing/routing-key.js";
import { checkHeaderValues, type LoadedVersion } from "../validate/loaded-version.js";
import { encodeAndRead, encodeEvent } from "../wire/encode-event.js";
import type { Outgoing } from "./outgoing-message.js";
import type { PublishOptions, RoutedPublishOptions } from "./publish-options.js";

/** What `publish` takes, once the types have done their work. */
export type AnyPublishOptions = PublishOptions & Partial<RoutedPublishOptions>;

/** The part of a message that follows from its event. */
export interface EncodedMessage {
  readonly content: Buffer;
  readonly routingKey: string;
}

/** The headers of each message of a version that has none of its own. */
export function baseHeaders({ contentType }: EventVersion): HeaderTable {
  return Object.freeze({ "content-type": contentType });
}

/** Body and routing key of an event. Throws what is wrong with the event, or with the words of its routing key. */
export function encodeMessage(
  version: LoadedVersion,
  event: unknown,
  options: AnyPublishOptions,
): EncodedMessage {
  if (version.routingKeyParts === undefined && options.routingKey === undefined)
    return { content: encodeEvent(version, event), routingKey: version.routingKey };
  const { content, parsed } = encodeAndRead(version, event);
  return { content, routingKey: routingKeyOf(version, parsed, options.routingKey) };
}

/** The properties that a message of a version is published with; `base` are its `baseHeaders`. */
export function encodeProperties(
  version: LoadedVersion,
  options: PublishOptions,
  service: string,
  base: HeaderTable,
): Outgoing["properties"] & { readonly headers: HeaderTable } {
  const { messageId } = options;
  const { contentType, deliveryMode, event } = version;
  const properties = {
    contentType,
    deliveryMode,
    type: event,
    messageId: messageId === undefined ? randomUUID() : shortString("messageId", messageId),
    timestamp: Math.floor(Date.now() / 1000), // seconds, as AMQP 0-9-1 defines it
    appId: service,
    mandatory: true,
    headers: headersToSend(version, options, base),
  } as const;
  const rarer = rarerProperties(options);
  return rarer === undefined ? properties : { ...properties, ...rarer };
}

/** RabbitMQ's longest time to live: it refuses a longer one by closing the channel. */
const LONGEST_EXPIRATION_MS = 2 ** 32 - 1;

/**
 * The properties that few messages have. Throws `UnencodableMessageError` for a text that AMQP 0-9-1 cannot carry, and
 * `ConfigurationError` for a number out of range.
 */
export function rarerProperties({
  correlationId,
  replyTo,
  expiration,
  priority,
}: PublishOptions):
  | Pick<Options.Publish, "correlationId" | "replyTo" | "expiration" | "priority">
  | undefined {
  if ((correlationId ?? replyTo ?? expiration ?? priority) === undefined) return undefined;
  return {
    ...(correlationId === undefined ? {} : { correlationId: shortString("correlationId", correlationId) }),
    ...(replyTo === undefined ? {} : { replyTo: shortString("replyTo", replyTo) }),
    ...(expiration === undefined ? {} : { expiration: milliseconds(expiration) }),
    ...(priority === undefined ? {} : { priority: octet(priority) }),
  };
}

/** AMQP's `shortstr`; what is no well-formed Unicode would come back as another text. */
export function shortString(name: string, text: string): string {
  if (Buffer.byteLength(text) > 255) throw new UnencodableMessageError(`${name} is at most 255 bytes`);
  if (/\p{Surrogate}/u.test(text))
    throw new UnencodableMessageError(`${name} is no well-formed Unicode text`);
  return text;
}

/** RabbitMQ reads `expiration` as a whole number of milliseconds, written as text. */
function milliseconds(expiration: string | number): string {
  const ms = typeof expiration === "number" ? expiration : parseDuration(expiration, "expiration");
  if (Number.isInteger(ms) && ms >= 0 && ms <= LONGEST_EXPIRATION_MS) return String(ms);
  throw new ConfigurationError(
    `expiration is a whole number of milliseconds up to ${LONGEST_EXPIRATION_MS}, or a duration such as "10m", not ${shown(expiration)}`,
  );
}

function octet(priority: number): number {
  if (Number.isInteger(priority) && priority >= 0 && priority <= 255) return priority;
  throw new ConfigurationError("priority is a whole number from 0 to 255");
}

/** Headers of ours: strings all. */
export type HeaderTable = Readonly<Record<string, string>>;

/**
 * The headers of a message: the caller's, the trace context and those of `base`, which is what a message without others
 * has. Throws `InvalidEventHeadersError` if the caller's break what the event declares, or what `checkHeaders` throws.
 */
export function headersToSend(
  version: LoadedVersion,
  { headers, trace }: PublishOptions,
  base: HeaderTable,
): HeaderTable {
  const { headers: declared } = version;
  if (declared === undefined)
    return headers === undefined && trace === undefined
      ? base
      : complete(withTraceContext(headers ?? {}, trace), base);
  const given = present(headers ?? {});
  const all = withTraceContext(given, trace);
  refuseInvalid(version, all === given ? given : { ...picked(all, declared), ...given });
  return complete(all, base);
}

/**
 * The same with what an observation adds. Undeclared headers are its own affair, as they are in tracing; where it writes a
 * declared one that is invalid it throws, too.
 */
export function headersWithAdded(
  version: LoadedVersion,
  added: HeaderTable,
  headers: HeaderTable,
  base: HeaderTable,
): HeaderTable {
  const { headers: declared } = version;
  const all = { ...added, ...headers };
  if (declared?.names.some((name) => Object.hasOwn(added, name)))
    refuseInvalid(version, picked(all, declared));
  return complete(all, base);
}

function complete(headers: HeaderTable, base: HeaderTable): HeaderTable {
  checkHeaders(headers);
  return { ...headers, ...base };
}

function refuseInvalid(version: LoadedVersion, headers: HeaderTable): void {
  const validation = checkHeaderValues(version, "writer", headers);
  if (validation.valid === false)
    throw new InvalidEventHeadersError(version.event, validation.failures, validation.omitted);
}

/** A copy, so that what is validated is what is sent; as in a payload, what is `undefined` is absent. */
function present(headers: HeaderTable): HeaderTable {
  return Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined));
}

/** The declared ones among some headers. */
function picked(headers: HeaderTable, { names }: DeclaredHeaders<unknown>): HeaderTable {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => names.includes(name)));
}

/** The budget for all headers of one message, 32 KiB: amqplib encodes at most 64 KiB, a frame holds 128 KiB. */
export const MAX_HEADER_BYTES: number = 32 * 1024;

/** Bytes of a header table whose values are strings, as AMQP 0-9-1 encodes them. */
export function headerBytes(headers: Readonly<Record<string, string>>): number {
  let bytes = 4;
  for (const [name, value] of Object.entries(headers)) {
    bytes += 1 + Buffer.byteLength(name) + 1 + 4 + Buffer.byteLength(value);
  }
  return bytes;
}

/**
 * Checks a user's headers against the wire contract: strings only, since Go services drop what is none; no `x-`,
 * which is the broker's; no `rabbitgen-` and none that the SDK or the broker's routing uses.
 * Throws `InvalidHeaderError` or `MessageTooLargeError`.
 */
export function checkHeaders(headers: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value !== "string") throw new InvalidHeaderError(name, "is no string");
    if (/^x-/i.test(name)) throw new InvalidHeaderError(name, "starts with x-, which is the broker's prefix");
    if (/^rabbitgen-/i.test(name))
      throw new InvalidHeaderError(name, "starts with rabbitgen-, which is the SDK's prefix");
    if (/^(content-type|cc|bcc)$/i.test(name))
      throw new InvalidHeaderError(name, "is set by the SDK or read by the broker");
    if (name === "" || name === "__proto__") throw new InvalidHeaderError(name, "is no usable name");
    if (Buffer.byteLength(name) > 255) throw new InvalidHeaderError(name, "has a name over 255 bytes");
  }
  const bytes = headerBytes(headers as Readonly<Record<string, string>>);
  if (bytes > MAX_HEADER_BYTES) throw new MessageTooLargeError("headers", bytes, MAX_HEADER_BYTES);
}
