import {
  type Attributes,
  type Meter,
  type Span,
  SpanStatusCode,
  type TextMapGetter,
  type TextMapPropagator,
  type TextMapSetter,
  type TracerProvider,
} from "@opentelemetry/api";
import { toError } from "../errors/amqplib-error.js";
import { headerText, type PublishedMessage, type ReceivedMessage } from "../observe/instrumentation.js";
import { isOfShape, shapeOf } from "../routing/key-shape.js";

/** Shared by publishing and handling. */
export interface Telemetry {
  readonly tracer: ReturnType<TracerProvider["getTracer"]>;
  /** Made when they are first asked for, since an application may register its provider late. */
  readonly metrics: () => MessagingMetrics;
  readonly propagator: Pick<TextMapPropagator, "inject" | "extract">;
  /** Whether the span of a handler is a child of the publisher's; else it is linked to it. */
  readonly messageAsParent: boolean;
}

/** Reads a trace from a message's headers, from any client. */
export const headerGetter: TextMapGetter<Readonly<Record<string, unknown>>> = {
  keys: (headers) => Object.keys(headers),
  get: (headers, name) => headerText(headers[name]),
};

/** Writes a trace to headers. Names that start with `x-`, such as B3's, are reserved for the broker and left out. */
export const headerSetter: TextMapSetter<Record<string, string>> = {
  set: (headers, name, value) => {
    if (!/^x-/i.test(name)) headers[name] = value;
  },
};

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

/** Why an operation failed. */
export interface SpanFailure {
  /** A class name: a small set of values. */
  readonly type: string;
  readonly error: Error;
}

/** `error.type` of a thrown value: its name, or its class's name if it has none. */
export function failureOf(thrown: unknown): SpanFailure {
  const error = toError(thrown);
  if (!(thrown instanceof Error)) return { type: "_OTHER", error }; // the value that the conventions define for errors without a class
  return { type: (error.name === "Error" ? error.constructor.name : error.name) || "_OTHER", error };
}

/**
 * Ends a span at a time of `performance.now()`. The stack is recorded as an event of the span: the conventions prefer a
 * log record, which this API cannot write.
 */
export function endSpan(span: Span, time: number, failure: SpanFailure | undefined): void {
  try {
    if (failure === undefined) return;
    const { type, error } = failure;
    span.setAttribute("error.type", type);
    span.setStatus({ code: SpanStatusCode.ERROR, message: error.message });
    span.recordException(error, time);
  } finally {
    span.end(time);
  }
}

/** The instruments that the conventions require of a client (https://opentelemetry.io/docs/specs/semconv/messaging/messaging-metrics/). */
export interface MessagingMetrics {
  /** One publish; `wasSent` is false if it failed before it was written. */
  published(seconds: number, attributes: Attributes, wasSent: boolean): void;
  /** Handled deliveries with the same settlement. */
  consumed(count: number, attributes: Attributes): void;
  /** One handler call. */
  processed(seconds: number, attributes: Attributes): void;
}

const SECONDS = {
  unit: "s",
  advice: {
    explicitBucketBoundaries: [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
  },
};
const MESSAGES = { unit: "{message}" };

/** Creates the instruments. */
export function messagingMetrics(meter: Meter): MessagingMetrics {
  const operation = meter.createHistogram("messaging.client.operation.duration", {
    ...SECONDS,
    description: "Duration of messaging operation initiated by a producer or consumer client.",
  });
  const sent = meter.createCounter("messaging.client.sent.messages", {
    ...MESSAGES,
    description: "Number of messages producer attempted to send to the broker.",
  });
  const consumed = meter.createCounter("messaging.client.consumed.messages", {
    ...MESSAGES,
    description: "Number of messages that were delivered to the application.",
  });
  const processing = meter.createHistogram("messaging.process.duration", {
    ...SECONDS,
    description: "Duration of processing operation.",
  });
  return {
    published: (seconds, attributes, wasSent) => {
      operation.record(seconds, attributes);
      if (wasSent) sent.add(1, attributes);
    },
    consumed: (count, attributes) => consumed.add(count, attributes),
    processed: (seconds, attributes) => processing.record(seconds, attributes),
  };
}

/** Calls a handler and reports when it is done, if that is before the message is settled. */
export function timed<Result>(handler: () => Result, done: () => void): Result {
  let result: Result;
  try {
    result = handler();
  } catch (error) {
    done();
    throw error;
  }
  if (result instanceof Promise) result.then(done, done); // another thenable may start its work again if `then` is called twice
  return result;
}
