import { type Span, SpanStatusCode } from "@opentelemetry/api";
import { toError } from "../errors/amqplib-error.js";

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
