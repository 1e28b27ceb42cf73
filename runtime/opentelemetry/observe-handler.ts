import { type Attributes, context, ROOT_CONTEXT, SpanKind, trace } from "@opentelemetry/api";
import {
  guarded,
  type HandlerObservation,
  type ReceivedMessage,
  type Settlement,
} from "../observe/instrumentation.js";
import {
  boundedDestination,
  deliveryAttributes,
  messageAttributes,
  operationAttributes,
  processDestination,
} from "./attributes.js";
import { endSpan, failureOf, type SpanFailure } from "./end-span.js";
import { timed } from "./messaging-metrics.js";
import { headerGetter, type Telemetry } from "./telemetry.js";

/**
 * A span for the handler call, in whose context the handler runs. Its parent is the message's context or none: the
 * context that is active when the broker delivers is only the one that opened the connection.
 */
export function observeHandler(telemetry: Telemetry, message: ReceivedMessage): HandlerObservation {
  const { tracer, metrics, propagator, messageAsParent } = telemetry;
  const start = performance.now();
  const bounded = boundedDestination(message);
  const attributes = operationAttributes("process", bounded, message);
  const received =
    guarded(() => propagator.extract(ROOT_CONTEXT, message.headers, headerGetter)) ?? ROOT_CONTEXT;
  const origin = trace.getSpanContext(received);
  const span = guarded(() =>
    tracer.startSpan(
      `process ${bounded}`,
      {
        kind: SpanKind.CONSUMER,
        startTime: start,
        root: !messageAsParent,
        links: origin === undefined ? [] : [{ context: origin }],
        attributes: {
          ...attributes,
          "messaging.destination.name": processDestination(message),
          ...messageAttributes(message, message.routingKey),
          ...deliveryAttributes(message),
        },
      },
      received,
    ),
  );
  const inside = span ? trace.setSpan(received, span) : received;
  let end: number | undefined;
  const returned = (): void => {
    end ??= performance.now();
  };
  return {
    run: (handler) => context.with(inside, () => timed(handler, returned)),
    ended: (settlement, error) => {
      const time = end ?? performance.now(); // a retry's wait or copy is not part of processing
      const failure = failureBy(settlement, error);
      const outcome: Attributes = {
        "rabbitgen.settlement": settlement,
        ...(failure === undefined ? {} : { "error.type": failure.type }),
      };
      guarded(() => {
        const measured = { ...attributes, ...outcome };
        metrics().consumed(1, measured);
        metrics().processed((time - start) / 1_000, measured);
      });
      guarded(() => span?.setAttributes(outcome));
      guarded(() => span && endSpan(span, time, failure));
    },
  };
}

/** Why a delivery counts as failed. */
export function failureBy(settlement: Settlement, error: unknown): SpanFailure | undefined {
  if (settlement === "ack" || settlement === "duplicate") return undefined;
  if (settlement !== "lost" || error !== undefined) return failureOf(error);
  return { type: "settle-lost", error: new Error("the channel was lost before the delivery was settled") };
}
