import {
  type Context,
  context,
  type MeterProvider,
  metrics,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  type TextMapPropagator,
  type TracerProvider,
  trace,
} from "@opentelemetry/api";
import {
  guarded,
  type Instrumentation,
  type PublishedMessage,
  type PublishObservation,
} from "../observe/instrumentation.js";
import { checkBoolean } from "../options/known-options.js";
import { observeBatch, observeHandler } from "./observe-handlers.js";
import {
  endSpan,
  failureOf,
  headerGetter,
  headerSetter,
  type MessagingMetrics,
  messageAttributes,
  messagingMetrics,
  operationAttributes,
  publishDestination,
  type Telemetry,
} from "./telemetry.js";

/** Where telemetry goes, and how a handler's span relates to the publishing span. */
export interface OpenTelemetryOptions {
  /** Default: the global one. */
  readonly tracerProvider?: TracerProvider | undefined;
  /** Default: the global one, at the time when the first message is published or handled. */
  readonly meterProvider?: MeterProvider | undefined;
  /** Reads and writes trace headers. Default: the global one; OpenTelemetry's SDKs set W3C Trace Context. */
  readonly propagator?: TextMapPropagator | undefined;
  /**
   * Whether a handler's span is a child of the span that published the message, so that one trace shows all services.
   * Default true. `false`: it starts a new trace. Either way it has a link to the publishing span. The span of a batch
   * of several messages always starts a new trace, with a link to the publishing span of each.
   */
  readonly messageAsParent?: boolean | undefined;
}

/**
 * Traces and metrics of every publish and handler call, for `connect({ instrumentation: openTelemetry() })`. Names
 * follow OpenTelemetry's semantic conventions for messaging and RabbitMQ, 1.45, which are not yet stable
 * (https://opentelemetry.io/docs/specs/semconv/messaging/rabbitmq/).
 */
export function openTelemetry(options: OpenTelemetryOptions = {}): Instrumentation {
  checkBoolean("messageAsParent", options.messageAsParent);
  let made: MessagingMetrics | undefined;
  const telemetry: Telemetry = {
    tracer: (options.tracerProvider ?? trace).getTracer("rabbitgen"),
    // deferred, because an application often registers its provider after its modules are loaded
    metrics: () => {
      made ??= messagingMetrics((options.meterProvider ?? metrics).getMeter("rabbitgen"));
      return made;
    },
    propagator: options.propagator ?? propagation,
    messageAsParent: options.messageAsParent ?? true,
  };
  return {
    publish: (message) => observePublish(telemetry, message),
    handle: (message) => observeHandler(telemetry, message),
    handleBatch: (messages) => observeBatch(telemetry, messages),
  };
}

/**
 * A span from before the message is written until the broker's answer; its context is sent in the message's headers. A
 * trace that the caller set there stays and becomes a link of the span, whose kind is then client.
 */
export function observePublish(telemetry: Telemetry, message: PublishedMessage): PublishObservation {
  const { tracer, metrics, propagator } = telemetry;
  const start = performance.now();
  const destination = publishDestination(message);
  const attributes = operationAttributes("publish", destination, message);
  const chosen = guarded(() => propagator.extract(ROOT_CONTEXT, message.headers, headerGetter));
  const link = chosen && trace.getSpanContext(chosen);
  const isChosen = link !== undefined || "traceparent" in message.headers;
  const active = context.active();
  const span = guarded(() =>
    tracer.startSpan(
      `publish ${destination}`,
      {
        kind: isChosen ? SpanKind.CLIENT : SpanKind.PRODUCER,
        startTime: start,
        links: link === undefined ? [] : [{ context: link }],
        attributes: { ...attributes, ...messageAttributes(message, message.routingKey) },
      },
      active,
    ),
  );
  return {
    headers: (!isChosen && guarded(() => headersOf(telemetry, active, span))) || {},
    ended: (error) => {
      const end = performance.now();
      const failure = error === undefined ? undefined : failureOf(error);
      const outcome = failure === undefined ? attributes : { ...attributes, "error.type": failure.type };
      guarded(() => metrics().published((end - start) / 1_000, outcome, !isUnsent(error)));
      guarded(() => span && endSpan(span, end, failure));
    },
  };
}

function headersOf(
  { propagator }: Telemetry,
  active: Context,
  span: Span | undefined,
): Record<string, string> {
  const headers: Record<string, string> = {};
  propagator.inject(span ? trace.setSpan(active, span) : active, headers, headerSetter);
  return headers;
}

function isUnsent(error: unknown): boolean {
  return error instanceof Error && "certainty" in error && error.certainty === "not-sent";
}
