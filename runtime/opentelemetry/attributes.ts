import type { Attributes } from "@opentelemetry/api";
import type { PublishedMessage, ReceivedMessage } from "../observe/instrumentation.js";
import { isOfShape, shapeOf } from "../routing/key-shape.js";

/**
 * The attributes shared by an operation's spans and metrics. Here and below, an attribute that version 1.45 of the
 * conventions renamed is written under both names, since many backends only support the earlier one.
 */
export function operationAttributes(
  operation: "publish" | "process",
  destination: string,
  { version, peer: { node } }: PublishedMessage | ReceivedMessage,
): Attributes {
  const colon = node?.lastIndexOf(":") ?? -1;
  return {
    "messaging.system": "rabbitmq",
    "messaging.system.name": "rabbitmq",
    "messaging.operation.name": operation,
    "messaging.operation.type": operation === "publish" ? "send" : "process",
    "messaging.destination.name": destination,
    "rabbitgen.event": version.event,
    "rabbitgen.version": version.version,
    ...(node === undefined
      ? {}
      : { "server.address": node.slice(0, colon), "server.port": Number(node.slice(colon + 1)) }),
  };
}

/** Attributes of spans only: identifiers have too many values for a metric. */
export function messageAttributes(
  { messageId, correlationId, bytes }: PublishedMessage | ReceivedMessage,
  routingKey: string,
): Attributes {
  return {
    ...(routingKey === ""
      ? {}
      : {
          "messaging.rabbitmq.destination.routing_key": routingKey,
          "rabbitmq.destination.routing_key": routingKey,
        }),
    ...(messageId === undefined ? {} : { "messaging.message.id": messageId }),
    ...(correlationId === undefined ? {} : { "messaging.message.conversation_id": correlationId }),
    "messaging.message.body.size": bytes,
  };
}

/** Attributes of handler spans only. */
export function deliveryAttributes({ deliveryTag, attempt }: ReceivedMessage): Attributes {
  return {
    "messaging.rabbitmq.message.delivery_tag": deliveryTag,
    "rabbitmq.message.delivery_tag": deliveryTag,
    "rabbitgen.attempt": attempt,
  };
}

/**
 * `messaging.destination.name` of a publish, as the conventions for RabbitMQ define it; keeps the placeholders of a key
 * that is built from data, since it names spans and metrics.
 */
export function publishDestination({ version }: PublishedMessage): string {
  return joined(version.exchange.name, version.routingKey) || "amq.default";
}

/** `messaging.destination.name` of a handler call. */
export function processDestination({ exchange, routingKey, queue }: ReceivedMessage): string {
  return joined(exchange, routingKey === queue ? "" : routingKey, queue);
}

/**
 * The same, limited to few values: for span names and metrics. Other publishers may put an id in the routing key, so a
 * key that is not the contract's is left out, with its exchange.
 */
export function boundedDestination(message: ReceivedMessage): string {
  const { version, exchange, routingKey, queue } = message;
  if (exchange !== version.exchange.name || !isOfShape(shapeOf(version), routingKey)) return queue;
  return processDestination({ ...message, routingKey: version.routingKey });
}

function joined(...parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join(":");
}
