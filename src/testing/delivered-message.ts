import { Buffer } from "node:buffer";
import type { ConsumerPlan } from "../../runtime/consume/consumer-plan.js";
import type { EventFamily, PayloadOf, Validator } from "../../runtime/contract/event-version.js";
import { RoutingKeyError } from "../../runtime/errors/publish-error.js";
import { ConfigurationError } from "../../runtime/errors/rabbit-error.js";
import {
  type AnyPublishOptions,
  baseHeaders,
  encodeMessage,
  encodeProperties,
} from "../../runtime/publish/encode-message.js";
import { copyId, copyProperties } from "../../runtime/retry/copy-properties.js";
import { retryQueue } from "../../runtime/topology/queue-topology.js";
import type { LoadedFamily, LoadedVersion } from "../../runtime/validate/validator.js";
import { attemptHeaders } from "../../runtime/wire/message-origin.js";
import type { PlainProperties } from "../embedded-broker/index.js";
import { type AmqpMessage, amqpMessage } from "./amqp-message.js";

/** The parts of a test message besides its event. */
export interface MessageOptions {
  /** Default: a random UUID. */
  readonly messageId?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly correlationId?: string;
  readonly replyTo?: string;
  /** Values of routing key placeholders that are not in the payload. */
  readonly routingKey?: Readonly<Record<string, string>>;
}

/** One version of an event as a publisher sends it. It is validated as a consumer would, not as a publisher would. */
export type EventMessage<Family extends EventFamily> = {
  readonly [Version in keyof Family["versions"] & string]: MessageOptions & {
    readonly version: Version;
    readonly event: PayloadOf<Family["versions"][Version]>;
  };
}[keyof Family["versions"] & string];

/** A message of any form. */
export interface RawHandlerMessage {
  /** Text is encoded as UTF-8. */
  readonly body: Uint8Array | string;
  readonly properties?: PlainProperties;
  /** Default: those of the event. */
  readonly exchange?: string;
  readonly routingKey?: string;
}

/** The message as amqplib delivers it at its first attempt. */
export function firstDelivery(
  family: LoadedFamily,
  given: EventMessage<EventFamily> | RawHandlerMessage,
): AmqpMessage {
  const [any] = Object.values(family.versions);
  if (!("event" in given)) {
    const { exchange = any?.exchange.name ?? "", routingKey = any?.routingKey ?? "" } = given;
    const { properties = {}, body } = given;
    return amqpMessage({ exchange, routingKey, properties, body: Buffer.from(body as Uint8Array) });
  }
  const { version: label, event, ...options } = given;
  const version = Object.hasOwn(family.versions, label) ? family.versions[label] : undefined;
  if (version === undefined) {
    const known = Object.keys(family.versions).join(", ");
    throw new ConfigurationError(`${family.event} has no version ${label}; known versions: ${known}`);
  }
  const sent = trusting(version);
  const { content, routingKey } = encoded(sent, event, options);
  const { mandatory: _, ...properties } = encodeProperties(sent, options, "test", baseHeaders(version));
  const { exchange } = version;
  return amqpMessage({
    exchange: exchange.name,
    routingKey,
    properties: properties as PlainProperties,
    body: content,
  });
}

/** The same message at a later attempt, as a copy from a retry queue or as a redelivery. */
export function laterDelivery(message: AmqpMessage, attempt: number, plan: ConsumerPlan): AmqpMessage {
  if (!Number.isInteger(attempt) || attempt < 1)
    throw new ConfigurationError(`attempt must be a whole number from 1: ${attempt}`);
  const { retry } = plan;
  const copies = retry.strategy === "delay" ? Math.min(attempt, retry.maxAttempts) : 1;
  const copy = copies === 1 ? message : retriedCopy(message, copies, plan);
  return copies === attempt ? copy : redelivered(copy, attempt - copies);
}

function retriedCopy(message: AmqpMessage, attempt: number, { queue, retry }: ConsumerPlan): AmqpMessage {
  const id = copyId(message);
  const names = Object.keys(message.properties.headers ?? {});
  const properties = copyProperties(message, attemptHeaders(attempt, queue.name, id), id, names);
  const { mandatory: _, persistent, headers, ...others } = properties;
  const from = retryQueue(queue.name, retry.delays[0] ?? 0).name;
  const time = { "!": "timestamp", value: Math.floor(Date.now() / 1000) } as const;
  const death = {
    count: 1,
    reason: "expired" as const,
    queue: from,
    exchange: "",
    "routing-keys": [from],
    time,
  };
  const copied = amqpMessage({ exchange: "", routingKey: queue.name, properties: {}, body: message.content });
  return {
    ...copied,
    properties: {
      ...copied.properties,
      ...others,
      deliveryMode: persistent === true ? 2 : 1,
      headers: { ...(headers as Record<string, unknown>), "x-death": [death] },
    },
  };
}

function redelivered(message: AmqpMessage, deliveries: number): AmqpMessage {
  const { fields, properties } = message;
  const headers = { ...properties.headers, "x-delivery-count": deliveries };
  return { ...message, fields: { ...fields, redelivered: true }, properties: { ...properties, headers } };
}

/** The version for a sender that validates nothing, as other clients do. */
function trusting(version: LoadedVersion): LoadedVersion {
  const writer: Validator<unknown> = (value) => ({ valid: true, value });
  const { headers } = version;
  return { ...version, writer, ...(headers === undefined ? {} : { headers: { ...headers, writer } }) };
}

/** A message whose routing key cannot be built is sent with the contract's key unchanged. */
function encoded(version: LoadedVersion, event: unknown, options: AnyPublishOptions) {
  try {
    return encodeMessage(version, event, options);
  } catch (error) {
    if (!(error instanceof RoutingKeyError)) throw error;
    const { routingKeyParts: _, ...plain } = version;
    const { routingKey: __, ...rest } = options;
    return encodeMessage(plain, event, rest);
  }
}
