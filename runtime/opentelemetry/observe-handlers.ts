import { type Attributes, context, type Link, ROOT_CONTEXT, SpanKind, trace } from "@opentelemetry/api";
import {
  type BatchObservation,
  type BatchOutcome,
  guarded,
  type HandlerObservation,
  type ReceivedMessage,
  type Settlement,
} from "../observe/instrumentation.js";
import {
  boundedDestination,
  deliveryAttributes,
  endSpan,
  failureOf,
  headerGetter,
  messageAttributes,
  operationAttributes,
  processDestination,
  type SpanFailure,
  type Telemetry,
  timed,
} from "./telemetry.js";

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

/**
 * One span for a batch's handler call, with a link to the span that published each message; attributes that differ
 * between messages are on the links (semantic conventions, "Recording per-message attributes on batch operations"). A
 * batch of one message has the same parent as a single message's span.
 */
export function observeBatch(
  telemetry: Telemetry,
  messages: readonly ReceivedMessage[],
): BatchObservation | undefined {
  const [first] = messages;
  if (first === undefined) return undefined;
  const { tracer, metrics, messageAsParent } = telemetry;
  const start = performance.now();
  const bounded = sameOf(messages.map(boundedDestination)) ?? first.queue;
  const attributes = operationAttributes("process", bounded, first);
  const contexts = messages.map((message) => received(telemetry, message));
  const parent = messages.length === 1 && messageAsParent ? contexts[0] : undefined;
  const span = guarded(() =>
    tracer.startSpan(
      `process ${bounded}`,
      {
        kind: SpanKind.CONSUMER,
        startTime: start,
        root: parent === undefined,
        links: messages.flatMap((message, index) => linkTo(message, contexts[index])),
        attributes: {
          ...attributes,
          "messaging.destination.name": sameOf(messages.map(processDestination)) ?? first.queue,
          "messaging.batch.message_count": messages.length,
        },
      },
      parent ?? ROOT_CONTEXT,
    ),
  );
  const around = parent ?? ROOT_CONTEXT;
  const inside = span ? trace.setSpan(around, span) : around;
  let end: number | undefined;
  const returned = (): void => {
    end ??= performance.now();
  };
  return {
    run: (handler) => context.with(inside, () => timed(handler, returned)),
    ended: (outcomes) => {
      const time = end ?? performance.now(); // a retry's copy is not part of processing
      const all = outcomes.map(outcomeAttributes);
      const call = callAttributes(all);
      guarded(() => {
        for (const [each, count] of counted(all)) metrics().consumed(count, { ...attributes, ...each });
        metrics().processed((time - start) / 1_000, { ...attributes, ...call });
      });
      guarded(() => span?.setAttributes(call));
      guarded(() => span && endSpan(span, time, firstFailure(outcomes)));
    },
  };
}

function received({ propagator }: Telemetry, message: ReceivedMessage): typeof ROOT_CONTEXT {
  return guarded(() => propagator.extract(ROOT_CONTEXT, message.headers, headerGetter)) ?? ROOT_CONTEXT;
}

function linkTo(message: ReceivedMessage, from: typeof ROOT_CONTEXT = ROOT_CONTEXT): readonly Link[] {
  const origin = trace.getSpanContext(from);
  if (origin === undefined) return [];
  const attributes = { ...messageAttributes(message, message.routingKey), ...deliveryAttributes(message) };
  return [{ context: origin, attributes }];
}

function outcomeAttributes({ settlement, error }: BatchOutcome): Attributes {
  const failure = failureBy(settlement, error);
  return {
    "rabbitgen.settlement": settlement,
    ...(failure === undefined ? {} : { "error.type": failure.type }),
  };
}

/**
 * The attributes that all messages share; a batch of which only some failed has neither one settlement nor one error.
 */
function callAttributes(all: readonly Attributes[]): Attributes {
  const settlement = sameOf(all.map((each) => each["rabbitgen.settlement"])) ?? "mixed";
  const type = sameOf(all.map((each) => each["error.type"]));
  return { "rabbitgen.settlement": settlement, ...(type === undefined ? {} : { "error.type": type }) };
}

function counted(all: readonly Attributes[]): readonly (readonly [attributes: Attributes, count: number])[] {
  const groups = new Map<string, [Attributes, number]>();
  for (const each of all) {
    const key = JSON.stringify(each);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [each, 1]);
    else group[1] += 1;
  }
  return [...groups.values()];
}

/** One failed message marks the span as failed, so that it can be found. */
function firstFailure(outcomes: readonly BatchOutcome[]): ReturnType<typeof failureBy> {
  for (const { settlement, error } of outcomes) {
    const failure = failureBy(settlement, error);
    if (failure !== undefined) return failure;
  }
  return undefined;
}

function sameOf<Value>(values: readonly Value[]): Value | undefined {
  const [first] = values;
  return values.every((value) => value === first) ? first : undefined;
}
