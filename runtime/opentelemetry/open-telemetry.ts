import {
  type MeterProvider,
  metrics,
  propagation,
  type TextMapPropagator,
  type TracerProvider,
  trace,
} from "@opentelemetry/api";
import type { Instrumentation } from "../observe/instrumentation.js";
import { checkBoolean } from "../options/known-options.js";
import { type MessagingMetrics, messagingMetrics } from "./messaging-metrics.js";
import { observeBatch } from "./observe-batch.js";
import { observeHandler } from "./observe-handler.js";
import { observePublish } from "./observe-publish.js";
import type { Telemetry } from "./telemetry.js";

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
