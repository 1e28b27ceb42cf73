import type { PublishedMessage, ReceivedMessage } from "../observe/instrumentation.js";
import { isOfShape, shapeOf } from "../routing/key-shape.js";

/**
 * `messaging.destination.name` of a publish, as the conventions' page on RabbitMQ builds it; with the placeholders of a key
 * that is made of data, since it names spans and metrics.
 */
export function publishDestination({ version }: PublishedMessage): string {
  return joined(version.exchange.name, version.routingKey) || "amq.default";
}

/** `messaging.destination.name` of a handler call. */
export function processDestination({ exchange, routingKey, queue }: ReceivedMessage): string {
  return joined(exchange, routingKey === queue ? "" : routingKey, queue);
}

/**
 * The same where there may be only few values: in span names and in metrics. Other publishers may put an id in the
 * routing key, so one that is not the contract's is left out, with its exchange.
 */
export function boundedDestination(message: ReceivedMessage): string {
  const { version, exchange, routingKey, queue } = message;
  if (exchange !== version.exchange.name || !isOfShape(shapeOf(version), routingKey)) return queue;
  return processDestination({ ...message, routingKey: version.routingKey });
}

function joined(...parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join(":");
}
