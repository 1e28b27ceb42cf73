import { type Context, context, ROOT_CONTEXT, type Span, SpanKind, trace } from "@opentelemetry/api";
import { guarded, type PublishedMessage, type PublishObservation } from "../observe/instrumentation.js";
import { messageAttributes, operationAttributes, publishDestination } from "./attributes.js";
import { endSpan, failureOf } from "./end-span.js";
import { headerGetter, headerSetter, type Telemetry } from "./telemetry.js";

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
