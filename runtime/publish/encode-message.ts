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
import { withTraceContext } from "../observe/instrumentation.js";
import { parseDuration, shown } from "../options/known-options.js";
import { routingKeyOf } from "../routing/routing-key.js";
import { checkHeaderValues, type LoadedVersion } from "../validate/validator.js";
import { encodeAndRead, encodeEvent } from "../wire/body.js";
import type { Outgoing } from "./outgoing-message.js";
import type { PublishOptions, RoutedPublishOptions } from "./publish-options.js";

/** The argument of `publish` without its type parameters. */
export type AnyPublishOptions = PublishOptions & Partial<RoutedPublishOptions>;

/** The part of a message that is determined by its event. */
export interface EncodedMessage {
  readonly content: Buffer;
  readonly routingKey: string;
}

/** The headers of each message for versions without declared headers. */
export function baseHeaders({ contentType }: EventVersion): HeaderTable {
  return Object.freeze({ "content-type": contentType });
}

/** Body and routing key of an event. Throws if the event, or a word of its routing key, is invalid. */
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

/** The properties of a published message of a version; `base` are its `baseHeaders`. */
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

/** RabbitMQ's longest time to live: for a longer one it closes the channel. */
const LONGEST_EXPIRATION_MS = 2 ** 32 - 1;

/**
 * The properties that few messages have. Throws `UnencodableMessageError` for text that AMQP 0-9-1 cannot carry, and
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

/** AMQP's `shortstr`; text that is not well-formed Unicode would be received as different text. */
export function shortString(name: string, text: string): string {
  if (Buffer.byteLength(text) > 255) throw new UnencodableMessageError(`${name} must be at most 255 bytes`);
  if (/\p{Surrogate}/u.test(text)) throw new UnencodableMessageError(`${name} is not well-formed Unicode`);
  return text;
}

/** RabbitMQ reads `expiration` as a whole number of milliseconds in text form. */
function milliseconds(expiration: string | number): string {
  const ms = typeof expiration === "number" ? expiration : parseDuration(expiration, "expiration");
  if (Number.isInteger(ms) && ms >= 0 && ms <= LONGEST_EXPIRATION_MS) return String(ms);
  throw new ConfigurationError(
    `expiration must be a whole number of milliseconds up to ${LONGEST_EXPIRATION_MS}, or a duration such as "10m", not ${shown(expiration)}`,
  );
}

function octet(priority: number): number {
  if (Number.isInteger(priority) && priority >= 0 && priority <= 255) return priority;
  throw new ConfigurationError("priority must be a whole number from 0 to 255");
}

/** The SDK's own headers; all are strings. */
export type HeaderTable = Readonly<Record<string, string>>;

/**
 * The headers of a message: the caller's, the trace context and `base`, which a message without other headers uses
 * unchanged. Throws `InvalidEventHeadersError` if the caller's violate the event's declaration, or the errors of
 * `checkHeaders`.
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
 * The same with the headers that an observation adds. Undeclared ones are not validated, since tracing adds its own; an
 * invalid declared one throws.
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

/** A copy, so that what is validated is what is sent; as in a payload, `undefined` values are dropped. */
function present(headers: HeaderTable): HeaderTable {
  return Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined));
}

/** The declared headers among the given ones. */
function picked(headers: HeaderTable, { names }: DeclaredHeaders<unknown>): HeaderTable {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => names.includes(name)));
}

/** The budget for all headers of one message, 32 KiB: amqplib encodes at most 64 KiB, a frame holds 128 KiB. */
export const MAX_HEADER_BYTES: number = 32 * 1024;

/** The size in bytes of a header table with string values, as AMQP 0-9-1 encodes it. */
export function headerBytes(headers: Readonly<Record<string, string>>): number {
  let bytes = 4;
  for (const [name, value] of Object.entries(headers)) {
    bytes += 1 + Buffer.byteLength(name) + 1 + 4 + Buffer.byteLength(value);
  }
  return bytes;
}

/**
 * Checks a user's headers against the wire contract: strings only, since Go services drop other types; no `x-` prefix,
 * which is the broker's; no `rabbitgen-` prefix and no name that the SDK or the broker's routing uses. Throws
 * `InvalidHeaderError` or `MessageTooLargeError`.
 */
export function checkHeaders(headers: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value !== "string") throw new InvalidHeaderError(name, "is not a string");
    if (/^x-/i.test(name))
      throw new InvalidHeaderError(name, "starts with x-, a prefix reserved for the broker");
    if (/^rabbitgen-/i.test(name))
      throw new InvalidHeaderError(name, "starts with rabbitgen-, a prefix reserved for the SDK");
    if (/^(content-type|cc|bcc)$/i.test(name))
      throw new InvalidHeaderError(name, "is reserved for the SDK or the broker");
    if (name === "" || name === "__proto__") throw new InvalidHeaderError(name, "is not a valid header name");
    if (Buffer.byteLength(name) > 255) throw new InvalidHeaderError(name, "has a name over 255 bytes");
  }
  const bytes = headerBytes(headers as Readonly<Record<string, string>>);
  if (bytes > MAX_HEADER_BYTES) throw new MessageTooLargeError("headers", bytes, MAX_HEADER_BYTES);
}
