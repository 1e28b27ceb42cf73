import { type Span, SpanStatusCode } from "@opentelemetry/api";
import { toError } from "../errors/amqplib-error.js";

/** Why an operation failed. */
export interface SpanFailure {
  /** Few values: a class's name. */
  readonly type: string;
  readonly error: Error;
}

/** `error.type` of what was thrown: its name, or its class's where nobody named it. */
export function failureOf(thrown: unknown): SpanFailure {
  const error = toError(thrown);
  if (!(thrown instanceof Error)) return { type: "_OTHER", error }; // the conventions' own word for what has no class
  return { type: (error.name === "Error" ? error.constructor.name : error.name) || "_OTHER", error };
}

/**
 * Ends a span at a time of `performance.now()`. The stack is recorded as an event of the span: the conventions would
 * rather have it as a log, which this API cannot write.
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
