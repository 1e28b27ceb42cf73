import type { Buffer } from "node:buffer";
import { randomUUID } from "node:crypto";
import type { EventVersion } from "../contract/event-version.js";
import { routingKeyOf } from "../routing/routing-key.js";
import type { LoadedVersion } from "../validate/loaded-version.js";
import { encodeAndRead, encodeEvent } from "../wire/encode-event.js";
import { type HeaderTable, headersToSend } from "./headers-to-send.js";
import { rarerProperties, shortString } from "./message-properties.js";
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
