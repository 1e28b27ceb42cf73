import type { TextMapGetter, TextMapPropagator, TextMapSetter, TracerProvider } from "@opentelemetry/api";
import { headerText } from "../observe/trace-context.js";
import type { MessagingMetrics } from "./messaging-metrics.js";

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
