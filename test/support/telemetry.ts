import { type Attributes, context, propagation } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { W3CTraceContextPropagator } from "@opentelemetry/core";
import { MeterProvider, MetricReader } from "@opentelemetry/sdk-metrics";
import { BasicTracerProvider, type ReadableSpan, type SpanProcessor } from "@opentelemetry/sdk-trace-base";
import { afterAll, beforeAll } from "vitest";
import { Seen } from "./waiting.js";

/** OpenTelemetry's SDK as an application sets it up, with everything kept in memory. */
export interface Telemetry {
  readonly tracerProvider: BasicTracerProvider;
  readonly meterProvider: MeterProvider;
  /** Ended spans, in the order of their ends. */
  readonly spans: Seen<ReadableSpan>;
  /** The one ended span of this name. */
  span(name: string): ReadableSpan;
  metrics(): Promise<Readonly<Record<string, Metric>>>;
}

/** What was measured under one name. */
export interface Metric {
  readonly unit: string;
  readonly points: readonly { readonly attributes: Attributes; readonly value: unknown }[];
}

/** Registers what is global, as an application does; call once in a test file. */
export function useOpenTelemetry(): void {
  beforeAll(() => {
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
    propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  });
  afterAll(() => {
    context.disable();
    propagation.disable();
  });
}

/** Providers of a test's own. */
export function startTelemetry(processors: readonly SpanProcessor[] = []): Telemetry {
  const spans = new Seen<ReadableSpan>();
  const nothing = async (): Promise<void> => {};
  const memory = {
    onStart: () => {},
    onEnd: (span: ReadableSpan) => spans.add(span),
    forceFlush: nothing,
    shutdown: nothing,
  };
  const reader = new OnDemandReader();
  return {
    tracerProvider: new BasicTracerProvider({ spanProcessors: [...processors, memory] }),
    meterProvider: new MeterProvider({ readers: [reader] }),
    spans,
    span: (name) => {
      const [span, ...others] = spans.items.filter((each) => each.name === name);
      const names = spans.items.map((each) => each.name);
      if (span === undefined || others.length > 0) throw new Error(`not one ${name} in: ${names.join(", ")}`);
      return span;
    },
    metrics: async () => {
      const { resourceMetrics, errors } = await reader.collect();
      if (errors.length > 0) throw new AggregateError(errors);
      const all = resourceMetrics.scopeMetrics.flatMap(({ metrics }) => metrics);
      return Object.fromEntries(
        all.map(({ descriptor: { name, unit }, dataPoints }) => [name, { unit, points: dataPoints }]),
      );
    },
  };
}

/** Collects when it is asked to. */
class OnDemandReader extends MetricReader {
  protected override async onForceFlush(): Promise<void> {}
  protected override async onShutdown(): Promise<void> {}
}
