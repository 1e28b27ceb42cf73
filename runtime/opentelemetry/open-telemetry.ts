import {
  type MeterProvider,
  metrics,
  propagation,
  type TextMapGetter,
  type TextMapPropagator,
  type TextMapSetter,
  type TracerProvider,
  trace,
} from "@opentelemetry/api";
import type { Instrumentation } from "../observe/instrumentation.js";
import { headerText } from "../observe/trace-context.js";
import { checkBoolean } from "../options/known-options.js";
import { type MessagingMetrics, messagingMetrics } from "./messaging-metrics.js";
import { observeBatch } from "./observe-batch.js";
import { observeHandler } from "./observe-handler.js";
import { observePublish } from "./observe-publish.js";

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

/** Shared by publishing and handling. */
export interface Telemetry {
  readonly tracer: ReturnType<TracerProvider["getTracer"]>;
  readonly metrics: () => MessagingMetrics;
  readonly propagator: Pick<TextMapPropagator, "inject" | "extract">;
  readonly messageAsParent: boolean;
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
