import { Buffer } from "node:buffer";
import { isUint8Array } from "node:util/types";

/** A W3C trace context (https://www.w3.org/TR/trace-context/) as sent in string headers. */
export interface TraceContext {
  /** `00-<trace id>-<parent id>-<flags>`. */
  readonly traceparent: string;
  readonly tracestate?: string | undefined;
}

const IDS = "(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}";
/** Version 00 ends after the flags; later versions may continue. */
const TRACEPARENT = new RegExp(`^(?:00-${IDS}|(?!00|ff)[0-9a-f]{2}-${IDS}(?:-.*)?)$`);

/** The trace context of a message; `undefined` if it has none, or an invalid one by the specification. */
export function readTraceContext(headers: Readonly<Record<string, unknown>>): TraceContext | undefined {
  const traceparent = headerText(headers["traceparent"]);
  if (traceparent === undefined || !TRACEPARENT.test(traceparent)) return undefined;
  const tracestate = headerText(headers["tracestate"]);
  return { traceparent, ...(tracestate === undefined ? {} : { tracestate }) };
}

/** Adds a trace context to headers without one; an existing one was set on purpose and stays. */
export function withTraceContext(
  headers: Readonly<Record<string, string>>,
  trace: TraceContext | undefined,
): Readonly<Record<string, string>> {
  if (trace === undefined || "traceparent" in headers) return headers;
  const { traceparent, tracestate } = trace;
  return { ...headers, traceparent, ...(tracestate === undefined ? {} : { tracestate }) };
}

/** A header's text; `undefined` if it is neither a string nor a byte array. */
export function headerText(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  // some clients send byte arrays; a table can pass for a Buffer through its prototype
  return isUint8Array(value) ? Buffer.from(value).toString("latin1") : undefined;
}
