import { Buffer } from "node:buffer";
import { isUint8Array } from "node:util/types";
import type { EventVersion } from "../contract/event-version.js";

/** The connection that a message is sent or received on. */
export interface Peer {
  /** `host:port` of the node; `undefined` before the first connection. */
  readonly node: string | undefined;
  readonly vhost: string;
}

/** A message that is about to be published. */
export interface PublishedMessage {
  readonly version: EventVersion;
  /** The message's actual key: the version's has placeholders if the key is built from data. */
  readonly routingKey: string;
  readonly messageId: string;
  readonly correlationId: string | undefined;
  /** The caller's headers; an observation's headers of the same names are ignored. */
  readonly headers: Readonly<Record<string, string>>;
  /** Size of the body. */
  readonly bytes: number;
  readonly peer: Peer;
}

/** A message that is about to be handled. */
export interface ReceivedMessage {
  readonly version: EventVersion;
  /** The exchange of the first publish, before any retry; may differ from the contract's. */
  readonly exchange: string;
  /** The routing key of the first publish. */
  readonly routingKey: string;
  readonly queue: string;
  readonly deliveryTag: number;
  readonly messageId: string | undefined;
  readonly correlationId: string | undefined;
  readonly attempt: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly bytes: number;
  readonly peer: Peer;
}

/** The outcome of a delivery: `lost` if its channel was lost before it was settled. */
export type Settlement = "ack" | "duplicate" | "retry" | "dead-letter" | "lost";

/** One publish, from before it is written until its outcome. */
export interface PublishObservation {
  /** Headers to add, such as `traceparent`; strings, with names that `PublishOptions.headers` allows. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Called once, with the error if it failed. */
  ended(error?: unknown): void;
}

/** One handler call, from before it starts until its message is settled. */
export interface HandlerObservation {
  /** Calls the handler, for example inside a tracing context; must call it once and return its result. */
  run?<Result>(handler: () => Result): Result;
  /** Called once; `error` is the value that the handler threw. */
  ended(settlement: Settlement, error?: unknown): void;
}

/** The outcome of one message of a batch; `error` is the value that the handler threw or marked it with. */
export interface BatchOutcome {
  readonly settlement: Settlement;
  readonly error: unknown;
}

/** One call of a batch handler, from before it starts until every message of the batch is settled. */
export interface BatchObservation {
  /** As for a single message. Not called if the inbox has seen all of them. */
  run?<Result>(handler: () => Result): Result;
  /** Called once, with the outcomes in the order of the messages. */
  ended(outcomes: readonly BatchOutcome[]): void;
}

/**
 * Hooks for tracing and metrics, passed to `connect`. A hook that throws causes a process warning and observes nothing.
 * `openTelemetry()` of the SDK's optional folder `opentelemetry/` is one implementation.
 */
export interface Instrumentation {
  publish?(message: PublishedMessage): PublishObservation | undefined;
  handle?(message: ReceivedMessage): HandlerObservation | undefined;
  /**
   * Observes a batch, whose messages have one version. Without this hook, `handle` is called for each message, and its
   * `run` is not called.
   */
  handleBatch?(messages: readonly ReceivedMessage[]): BatchObservation | undefined;
}

/** Calls a hook; an error that it throws, or a promise of its that rejects, must not affect the message. */
export function guarded<Result>(hook: () => Result): Result | undefined {
  try {
    const result = hook();
    watchPromise(result, warn);
    return result;
  } catch (error) {
    warn(error);
    return undefined;
  }
}

/**
 * Watches what a listener, log or hook has returned, in case it is a promise: an unhandled rejection would end the process.
 */
export function watchPromise(returned: unknown, failed: (error: unknown) => void): void {
  const isPromise = typeof (returned as PromiseLike<unknown> | undefined)?.then === "function";
  if (isPromise) Promise.resolve(returned).catch(failed);
}

/** Calls the handler inside the observation's context if there is one, and without it if that fails. */
export function runObserved<Result>(
  observation: Pick<HandlerObservation, "run"> | undefined,
  handler: () => Result,
): Result {
  if (observation?.run === undefined) return handler();
  let outcome: { readonly result: Result } | { readonly error: unknown } | undefined;
  const once = (): Result => {
    try {
      const result = handler();
      outcome = { result };
      return result;
    } catch (error) {
      outcome = { error };
      throw error;
    }
  };
  try {
    observation.run(once);
  } catch (error) {
    // a hook may throw after the handler was called; the handler's outcome counts
    const isHandlers = outcome !== undefined && "error" in outcome && outcome.error === error;
    if (!isHandlers) warn(error);
  }
  if (outcome === undefined) return handler();
  if ("error" in outcome) throw outcome.error;
  return outcome.result;
}

function warn(error: unknown): void {
  process.emitWarning(`an instrumentation hook threw: ${String(error)}`, "RabbitgenWarning");
}

/** How one batch is observed. */
export interface ObservedBatch {
  run<Result>(handler: () => Result): Result;
  /** Reports the outcome of the message at that position, once for each. */
  settled(place: number, settlement: Settlement, error?: unknown): void;
}

const UNOBSERVED: ObservedBatch = { run: (handler) => handler(), settled: () => {} };

/** As one batch, or message by message if the instrumentation does not support batches. */
export function observeBatch(
  instrumentation: Instrumentation,
  messages: () => readonly ReceivedMessage[],
): ObservedBatch {
  if (instrumentation.handleBatch !== undefined) return asBatch(instrumentation, messages());
  return instrumentation.handle === undefined ? UNOBSERVED : oneByOne(instrumentation, messages());
}

function asBatch(instrumentation: Instrumentation, messages: readonly ReceivedMessage[]): ObservedBatch {
  const observation = guarded(() => instrumentation.handleBatch?.(messages));
  const outcomes = new Map<number, BatchOutcome>();
  return {
    run: (handler) => runObserved(observation, handler),
    settled: (place, settlement, error) => {
      outcomes.set(place, { settlement, error });
      if (observation === undefined || outcomes.size < messages.length) return;
      const inOrder = [...outcomes].sort(([a], [b]) => a - b).map(([, outcome]) => outcome);
      guarded(() => observation.ended(inOrder));
    },
  };
}

function oneByOne(instrumentation: Instrumentation, messages: readonly ReceivedMessage[]): ObservedBatch {
  const observations = messages.map((message): HandlerObservation | undefined =>
    guarded(() => instrumentation.handle?.(message)),
  );
  return {
    run: (handler) => handler(),
    settled: (place, settlement, error) => void guarded(() => observations[place]?.ended(settlement, error)),
  };
}

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
