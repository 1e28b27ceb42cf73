import { Buffer } from "node:buffer";
import { once } from "node:events";
import {
  type Attributes,
  context,
  createTraceState,
  type HrTime,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  type TextMapPropagator,
  trace,
} from "@opentelemetry/api";
import type { ReadableSpan } from "@opentelemetry/sdk-trace-base";
import { expect, test, vi } from "vitest";
import { memoryInbox, type PublishOptions, Reject, readTraceContext } from "../../runtime/index.js";
import { openTelemetry } from "../../runtime/opentelemetry/open-telemetry.js";
import { type OrderFamily, orderFamily } from "../support/order-family.js";
import { startTelemetry, useOpenTelemetry } from "../support/telemetry.js";
import { useBench } from "../support/use-bench.js";
import { Seen } from "../support/waiting.js";

const bench = useBench();
useOpenTelemetry();

const traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
/** A context that an application is in, with a trace state that would be injected. */
const active = trace.setSpanContext(ROOT_CONTEXT, {
  traceId: "a".repeat(32),
  spanId: "b".repeat(16),
  traceFlags: 1,
  traceState: createTraceState("active=1"),
});
const failed = (promise: Promise<unknown>): Promise<unknown> => promise.catch((error: unknown) => error);
/** Of one kind, in the order of their ends: a message may be handled before its publisher sees the confirm. */
const ofKind = (spans: readonly ReadableSpan[], kind: SpanKind): ReadableSpan[] =>
  spans.filter((span) => span.kind === kind);
const idOf = (span: ReadableSpan): string => span.spanContext().spanId;
const headerOf = (span: ReadableSpan): string => `00-${span.spanContext().traceId}-${idOf(span)}-01`;
const ms = ([seconds, nanos]: HrTime): number => seconds * 1_000 + nanos / 1_000_000;

/** What each span and each metric of one operation says. */
function common(family: OrderFamily, operation: "publish" | "process", destination: string): Attributes {
  const { hostname, port } = new URL(bench.broker.url);
  return {
    "messaging.system": "rabbitmq",
    "messaging.system.name": "rabbitmq",
    "messaging.operation.name": operation,
    "messaging.operation.type": operation === "publish" ? "send" : "process",
    "messaging.destination.name": destination,
    "server.address": hostname,
    "server.port": Number(port),
    "rabbitgen.event": family.event,
    "rabbitgen.version": "v1",
  };
}

test("shows a publish, its handler, and what the handler publishes as one trace", async () => {
  const telemetry = startTelemetry();
  const [orders, invoices] = [orderFamily(), orderFamily()];
  const [queue, invoiced] = [bench.queue(), await bench.bound(invoices)];
  const rabbit = await bench.connect({ instrumentation: openTelemetry(telemetry) });
  const invoicing = await rabbit.publisher(invoices.versions.v1);
  const v1 = async ({ orderId }: { orderId: string }): Promise<void> => {
    await new Promise((resolve) => setImmediate(resolve));
    await invoicing.publish({ orderId });
  };
  await rabbit.consumer(orders, { queue, handlers: { v1, v2: "dead-letter" } });
  const ordering = await rabbit.publisher(orders.versions.v1);
  const { messageId } = await ordering.publish({ orderId: "o-1" }, { correlationId: "c-1" });
  await telemetry.spans.count(3);
  const to = `x.${orders.event}:${orders.event}`;
  const published = telemetry.span(`publish ${to}`);
  const handled = telemetry.span(`process ${to}:${queue}`);
  const further = telemetry.span(`publish x.${invoices.event}:${invoices.event}`);
  const message = {
    "messaging.message.id": messageId,
    "messaging.message.conversation_id": "c-1",
    "messaging.message.body.size": '{"orderId":"o-1"}'.length,
    "messaging.rabbitmq.destination.routing_key": orders.event,
    "rabbitmq.destination.routing_key": orders.event,
  };
  expect(published).toMatchObject({ kind: SpanKind.PRODUCER, parentSpanContext: undefined, links: [] });
  expect(published.attributes).toEqual({ ...common(orders, "publish", to), ...message });
  expect(handled.kind).toBe(SpanKind.CONSUMER);
  expect(handled.attributes).toEqual({
    ...common(orders, "process", `${to}:${queue}`),
    ...message,
    "messaging.rabbitmq.message.delivery_tag": 1,
    "rabbitmq.message.delivery_tag": 1,
    "rabbitgen.attempt": 1,
    "rabbitgen.settlement": "ack",
  });
  expect(handled.parentSpanContext).toMatchObject({ spanId: idOf(published), isRemote: true });
  expect(handled.links.map((link) => link.context.spanId)).toEqual([idOf(published)]);
  expect(further.parentSpanContext?.spanId).toBe(idOf(handled));
  const statuses = telemetry.spans.items.map(({ status }) => status.code);
  expect(statuses).toEqual([SpanStatusCode.UNSET, SpanStatusCode.UNSET, SpanStatusCode.UNSET]);
  const traces = telemetry.spans.items.map((span) => span.spanContext().traceId);
  expect(new Set(traces).size).toBe(1);
  expect((await bench.take(invoiced)).properties.headers).toEqual({
    "content-type": "application/json; version=v1",
    traceparent: headerOf(further),
  });
});

test("does not overwrite the caller's own trace, not even in part, and links to it", async () => {
  const telemetry = startTelemetry();
  const family = orderFamily();
  const queue = await bench.bound(family);
  const rabbit = await bench.connect({ instrumentation: openTelemetry(telemetry) });
  const publisher = await rabbit.publisher(family.versions.v1);
  const all: PublishOptions[] = [
    { headers: { traceparent, tenant: "a" } },
    { trace: { traceparent, tracestate: "a=b" } },
    { headers: { traceparent: "none of W3C's" } },
  ];
  for (const options of all) await context.with(active, () => publisher.publish({ orderId: "o-1" }, options));
  const given = { traceparent, tenant: "a" };
  for (const headers of [given, { traceparent, tracestate: "a=b" }, { traceparent: "none of W3C's" }]) {
    expect((await bench.take(queue)).properties.headers).toEqual({
      "content-type": "application/json; version=v1",
      ...headers,
    });
  }
  const linked = telemetry.spans.items.map(({ kind, parentSpanContext, links }) => [
    kind,
    parentSpanContext?.spanId,
    links.map((link) => link.context.spanId),
  ]);
  expect(linked).toEqual([
    [SpanKind.CLIENT, "b".repeat(16), ["00f067aa0ba902b7"]],
    [SpanKind.CLIENT, "b".repeat(16), ["00f067aa0ba902b7"]],
    [SpanKind.CLIENT, "b".repeat(16), []],
  ]);
});

test("lets no instrumentation replace a header of the caller's", async () => {
  const family = orderFamily();
  const queue = await bench.bound(family);
  const headers = { tenant: "theirs", traceparent };
  const instrumentation = { publish: () => ({ headers, ended: () => {} }) };
  const publisher = await (await bench.connect({ instrumentation })).publisher(family.versions.v1);
  await publisher.publish({ orderId: "o-1" }, { headers: { tenant: "ours" } });
  expect((await bench.take(queue)).properties.headers).toEqual({
    traceparent,
    tenant: "ours",
    "content-type": "application/json; version=v1",
  });
});

test("keeps the trace over a retry and in the dead letter, and shows each failed attempt", async () => {
  const telemetry = startTelemetry();
  const family = orderFamily();
  const queue = bench.queue();
  const rabbit = await bench.connect({ instrumentation: openTelemetry(telemetry) });
  const seen: (string | undefined)[] = [];
  class GatewayError extends Error {}
  const v1 = async (_: unknown, message: { trace: { traceparent: string } | undefined }): Promise<void> => {
    seen.push(message.trace?.traceparent);
    throw new GatewayError("no answer");
  };
  await rabbit.consumer(family, {
    queue,
    handlers: { v1, v2: "dead-letter" },
    retry: { delays: ["50ms"], maxAttempts: 2 },
  });
  const publisher = await rabbit.publisher(family.versions.v1);
  await publisher.publish({ orderId: "o-1" });
  const spans = await telemetry.spans.count(3);
  const [published] = ofKind(spans, SpanKind.PRODUCER);
  const attempts = ofKind(spans, SpanKind.CONSUMER);
  if (published === undefined) throw new Error("no span");
  const dead = await bench.take(`${queue}.dead`);
  expect([...seen, dead.properties.headers?.["traceparent"]]).toEqual(Array(3).fill(headerOf(published)));
  const name = `process x.${family.event}:${family.event}:${queue}`;
  for (const [index, span] of attempts.entries()) {
    expect(span).toMatchObject({
      name,
      parentSpanContext: { spanId: idOf(published) },
      status: { code: SpanStatusCode.ERROR, message: "no answer" },
      attributes: {
        "rabbitgen.attempt": index + 1,
        "rabbitgen.settlement": index === 0 ? "retry" : "dead-letter",
        "error.type": "GatewayError",
        "rabbitmq.destination.routing_key": family.event,
      },
    });
    expect(span.events).toMatchObject([
      { name: "exception", attributes: { "exception.message": "no answer" } },
    ]);
  }
});

test("shows an unroutable publish and one that was never sent as errors, and counts only the first as sent", async () => {
  const telemetry = startTelemetry();
  const family = orderFamily();
  const rabbit = await bench.connect({ instrumentation: openTelemetry(telemetry) });
  const publisher = await rabbit.publisher(family.versions.v1);
  await failed(publisher.publish({ orderId: "o-1" }));
  await publisher.close();
  await failed(publisher.publish({ orderId: "o-2" }));
  const errors = telemetry.spans.items.map(({ status, attributes, events }) => [
    status.code,
    attributes["error.type"],
    events.map(({ name }) => name),
  ]);
  expect(errors).toEqual([
    [SpanStatusCode.ERROR, "UnroutableError", ["exception"]],
    [SpanStatusCode.ERROR, "ClosedError", ["exception"]],
  ]);
  const metrics = await telemetry.metrics();
  const typesOf = (name: string) => metrics[name]?.points.map(({ attributes }) => attributes["error.type"]);
  expect(typesOf("messaging.client.operation.duration")).toEqual(["UnroutableError", "ClosedError"]);
  expect(typesOf("messaging.client.sent.messages")).toEqual(["UnroutableError"]);
});

test("measures publishes and handlers under the names, units and buckets of the conventions", async () => {
  const telemetry = startTelemetry();
  const family = orderFamily();
  const queue = bench.queue();
  const rabbit = await bench.connect({ instrumentation: openTelemetry(telemetry) });
  const v1 = async ({ orderId }: { orderId: string }): Promise<void> => {
    if (orderId === "bad") throw new Reject("no such order");
  };
  await rabbit.consumer(family, { queue, handlers: { v1, v2: "dead-letter" } });
  const publisher = await rabbit.publisher(family.versions.v1);
  for (const orderId of ["o-1", "o-2", "bad"]) await publisher.publish({ orderId });
  const spans = await telemetry.spans.count(6);
  const metrics = await telemetry.metrics();
  const to = `x.${family.event}:${family.event}`;
  const sent = common(family, "publish", to);
  const acked = { ...common(family, "process", `${to}:${queue}`), "rabbitgen.settlement": "ack" };
  const rejected = { ...acked, "rabbitgen.settlement": "dead-letter", "error.type": "Reject" };
  const boundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];
  const took = (count: number) => ({ count, buckets: { boundaries } });
  expect(metrics).toMatchObject({
    "messaging.client.operation.duration": { unit: "s", points: [{ attributes: sent, value: took(3) }] },
    "messaging.client.sent.messages": { unit: "{message}", points: [{ attributes: sent, value: 3 }] },
    "messaging.client.consumed.messages": {
      unit: "{message}",
      points: [
        { attributes: acked, value: 2 },
        { attributes: rejected, value: 1 },
      ],
    },
    "messaging.process.duration": {
      unit: "s",
      points: [
        { attributes: acked, value: took(2) },
        { attributes: rejected, value: took(1) },
      ],
    },
  });
  expect(Object.keys(metrics)).toHaveLength(4);
  const measured = metrics["messaging.client.operation.duration"]?.points[0]?.value as { sum: number };
  const publishes = ofKind(spans, SpanKind.PRODUCER);
  const spanned = publishes.reduce((sum, { duration }) => sum + ms(duration) / 1_000, 0);
  expect(measured.sum).toBeCloseTo(spanned, 6);
});

test.each([
  ["rejects", async () => Promise.reject(new Error("not yet"))],
  [
    "throws",
    () => {
      throw new Error("not yet");
    },
  ],
])("does not take the wait before the next attempt for processing when a handler %s", async (_, fail) => {
  const telemetry = startTelemetry();
  const family = orderFamily();
  const queue = bench.queue();
  const rabbit = await bench.connect({ instrumentation: openTelemetry(telemetry) });
  const v1 = (_: unknown, { attempt }: { attempt: number }) => (attempt === 1 ? fail() : undefined);
  const retry = { strategy: "hold", delays: ["500ms"] } as const;
  await rabbit.consumer(family, { queue, handlers: { v1, v2: "dead-letter" }, retry });
  await (await rabbit.publisher(family.versions.v1)).publish({ orderId: "o-1" });
  const [first, second] = ofKind(await telemetry.spans.count(3), SpanKind.CONSUMER);
  if (first === undefined || second === undefined) throw new Error("no spans");
  expect(ms(second.startTime) - ms(first.endTime)).toBeGreaterThan(400);
});

test("starts the work of a thenable once", async () => {
  const telemetry = startTelemetry();
  const family = orderFamily();
  const queue = bench.queue();
  const rabbit = await bench.connect({ instrumentation: openTelemetry(telemetry) });
  let started = 0;
  const work = {
    then: (resolve: () => void) => {
      started += 1;
      resolve();
    },
  };
  await rabbit.consumer(family, {
    queue,
    handlers: { v1: () => work as unknown as Promise<void>, v2: "dead-letter" },
  });
  await (await rabbit.publisher(family.versions.v1)).publish({ orderId: "o-1" });
  await telemetry.spans.count(2);
  expect(started).toBe(1);
});

test("shows a delivery whose channel was lost as an error, and a duplicate as none", async () => {
  const telemetry = startTelemetry();
  const proxy = await bench.proxy();
  const family = orderFamily();
  const queue = bench.queue();
  const rabbit = await bench.connect({ url: proxy.url, instrumentation: openTelemetry(telemetry) });
  const v1 = async (_: unknown, { attempt, signal }: { attempt: number; signal: AbortSignal }) => {
    if (attempt > 1) return;
    proxy.cut();
    await once(signal, "abort");
    signal.throwIfAborted();
  };
  await rabbit.consumer(family, { queue, handlers: { v1, v2: "dead-letter" }, inbox: memoryInbox() });
  const other = await bench.connect();
  const publisher = await other.publisher(family.versions.v1);
  await publisher.publish({ orderId: "o-1" }, { messageId: "m-1" });
  await telemetry.spans.count(2);
  await publisher.publish({ orderId: "o-1" }, { messageId: "m-1" });
  const ended = (await telemetry.spans.count(3)).map(({ status, attributes }) => [
    status.code,
    attributes["rabbitgen.settlement"],
    attributes["error.type"],
  ]);
  expect(ended).toEqual([
    [SpanStatusCode.ERROR, "lost", "settle-lost"],
    [SpanStatusCode.UNSET, "ack", undefined],
    [SpanStatusCode.UNSET, "duplicate", undefined],
  ]);
});

test("does not take what was active when it connected for the parent of a message", async () => {
  const telemetry = startTelemetry();
  const family = orderFamily();
  const queue = bench.queue();
  await context.with(active, async () => {
    const rabbit = await bench.connect({ instrumentation: openTelemetry(telemetry) });
    await rabbit.consumer(family, {
      queue,
      handlers: { v1: async () => {}, v2: "dead-letter" },
    });
  });
  await (await (await bench.connect()).publisher(family.versions.v1)).publish({ orderId: "o-1" });
  const [handled] = await telemetry.spans.count(1);
  expect(handled).toMatchObject({ parentSpanContext: undefined, links: [] });
});

test("starts a trace of its own for a handler when messageAsParent is false, and links to the message's", async () => {
  const telemetry = startTelemetry();
  const family = orderFamily();
  const queue = bench.queue();
  const instrumentation = openTelemetry({ ...telemetry, messageAsParent: false });
  const rabbit = await bench.connect({ instrumentation });
  await rabbit.consumer(family, { queue, handlers: { v1: async () => {}, v2: "dead-letter" } });
  await (await rabbit.publisher(family.versions.v1)).publish({ orderId: "o-1" });
  const spans = await telemetry.spans.count(2);
  const [published] = ofKind(spans, SpanKind.PRODUCER);
  const [handled] = ofKind(spans, SpanKind.CONSUMER);
  if (published === undefined || handled === undefined) throw new Error("no spans");
  expect(handled.parentSpanContext).toBeUndefined();
  expect(handled.spanContext().traceId).not.toBe(published.spanContext().traceId);
  expect(handled.links.map((link) => link.context.spanId)).toEqual([idOf(published)]);
});

test("continues another team's trace, and keeps ids in its routing keys out of names and metrics", async () => {
  const telemetry = startTelemetry();
  const family = orderFamily();
  const queue = bench.queue();
  const rabbit = await bench.connect({ instrumentation: openTelemetry(telemetry) });
  await rabbit.consumer(family, { queue, handlers: { v1: async () => {}, v2: "dead-letter" } });
  const exchange = `x.${family.event}`;
  await bench.channel.bindQueue(queue, exchange, "paid.#");
  const headers = { traceparent: Buffer.from(traceparent) };
  const options = { type: family.event, contentType: "application/json; version=v1", headers };
  bench.channel.publish(exchange, "paid.o-1", Buffer.from('{"orderId":"o-1"}'), options);
  const [handled] = await telemetry.spans.count(1);
  expect(handled).toMatchObject({
    name: `process ${queue}`,
    parentSpanContext: { spanId: "00f067aa0ba902b7" },
    attributes: { "messaging.destination.name": `${exchange}:paid.o-1:${queue}` },
  });
  const { "messaging.process.duration": measured } = await telemetry.metrics();
  expect(measured?.points.map(({ attributes }) => attributes["messaging.destination.name"])).toEqual([queue]);
});

test("does not let telemetry that throws change a message's fate, and loses only what is broken", async () => {
  const warned = vi.spyOn(process, "emitWarning").mockImplementation(() => {});
  const broken = (): never => {
    throw new Error("out of order");
  };
  const nothing = async (): Promise<void> => {};
  const processor = { onStart: () => {}, onEnd: broken, forceFlush: nothing, shutdown: nothing };
  const propagator: TextMapPropagator = { inject: broken, extract: broken, fields: () => [] };
  const noTracer = { getTracer: () => ({ startSpan: broken, startActiveSpan: broken }) };
  const noMeter = { getMeter: broken };
  const family = orderFamily();
  const queue = bench.queue();
  const handled = new Seen<string>();
  const v1 = async ({ orderId }: { orderId: string }): Promise<void> => handled.add(orderId);
  const telemetry = startTelemetry();
  const all = [
    { tracerProvider: startTelemetry([processor]).tracerProvider, meterProvider: noMeter, propagator },
    { ...telemetry, tracerProvider: noTracer },
    { ...telemetry, meterProvider: noMeter },
    { ...telemetry, propagator },
  ];
  for (const [index, options] of all.entries()) {
    const rabbit = await bench.connect({ instrumentation: openTelemetry(options) });
    const consumer = await rabbit.consumer(family, { queue, handlers: { v1, v2: "dead-letter" } });
    await (await rabbit.publisher(family.versions.v1)).publish({ orderId: "o-1" });
    await handled.count(index + 1);
    await consumer.close();
  }
  expect(handled.items).toHaveLength(4);
  await bench.holds(queue, 0);
  expect(await bench.count(`${queue}.dead`)).toBe(0);
  expect(warned).toHaveBeenCalledWith(expect.stringContaining("out of order"), "RabbitgenWarning");
  warned.mockRestore();
  const { items } = telemetry.spans;
  expect([ofKind(items, SpanKind.PRODUCER).length, ofKind(items, SpanKind.CONSUMER).length]).toEqual([2, 2]);
  const counted = await telemetry.metrics();
  expect(Object.values(counted).map(({ points }) => points.length)).toEqual([1, 1, 1, 1]);
  expect(counted).toMatchObject({
    "messaging.client.sent.messages": { points: [{ value: 2 }] },
    "messaging.client.consumed.messages": { points: [{ value: 2 }] },
  });
});

test("gives a message the trace of another one without OpenTelemetry too, unless its headers have one", async () => {
  const family = orderFamily();
  const queue = await bench.bound(family);
  const publisher = await (await bench.connect()).publisher(family.versions.v1);
  const other = traceparent.replace("00f0", "aaaa");
  await publisher.publish({ orderId: "o-1" }, { trace: { traceparent } });
  await publisher.publish({ orderId: "o-2" }, { trace: { traceparent }, headers: { traceparent: other } });
  const traces = [await bench.take(queue), await bench.take(queue)].map(({ properties }) =>
    readTraceContext(properties.headers ?? {}),
  );
  expect(traces).toEqual([{ traceparent }, { traceparent: other }]);
});

test("shows a batch as one span that links to each message, and counts each message", async () => {
  const telemetry = startTelemetry();
  const family = orderFamily();
  const queue = bench.queue();
  const rabbit = await bench.connect({ instrumentation: openTelemetry(telemetry) });
  const active: (string | undefined)[] = [];
  await rabbit.consumer(family, {
    queue,
    batch: { size: 3, within: "5m" },
    retry: { delays: ["50ms"], maxAttempts: 9 },
    handlers: {
      v1: async (batch) => {
        await new Promise((resolve) => setImmediate(resolve));
        active.push(trace.getActiveSpan()?.spanContext().spanId);
        for (const { event, message, fail } of batch) {
          if (event.orderId === "o-1" && message.attempt === 1) fail(new RangeError("not yet"));
          if (event.orderId === "o-2") fail(new Reject("never"));
        }
      },
      v2: "dead-letter",
    },
  });
  const publisher = await rabbit.publisher(family.versions.v1);
  for (const orderId of ["o-0", "o-1", "o-2"]) await publisher.publish({ orderId }, { messageId: orderId });
  const spans = await telemetry.spans.count(5);
  const published = ofKind(spans, SpanKind.PRODUCER);
  const [batch, alone] = ofKind(spans, SpanKind.CONSUMER);
  if (batch === undefined || alone === undefined) throw new Error("no spans");
  const to = `x.${family.event}:${family.event}:${queue}`;
  expect(batch).toMatchObject({
    name: `process ${to}`,
    parentSpanContext: undefined,
    status: { code: SpanStatusCode.ERROR, message: "not yet" },
  });
  expect(batch.attributes).toEqual({
    ...common(family, "process", to),
    "messaging.batch.message_count": 3,
    "rabbitgen.settlement": "mixed",
    "error.type": "RangeError",
  });
  expect(batch.links.map(({ context }) => context.spanId)).toEqual(published.map(idOf));
  expect(batch.links.map(({ attributes }) => attributes?.["messaging.message.id"])).toEqual([
    "o-0",
    "o-1",
    "o-2",
  ]);
  expect(alone).toMatchObject({
    parentSpanContext: { spanId: idOf(published[1] ?? batch) },
    status: { code: SpanStatusCode.UNSET },
    attributes: { "messaging.batch.message_count": 1, "rabbitgen.settlement": "ack" },
  });
  expect(active).toEqual([idOf(batch), idOf(alone)]);
  const metrics = await telemetry.metrics();
  const points = (name: string) =>
    metrics[name]?.points.map(({ attributes, value }) => [
      attributes["rabbitgen.settlement"],
      attributes["error.type"],
      typeof value === "number" ? value : (value as { count: number }).count,
    ]);
  expect(points("messaging.client.consumed.messages")).toEqual([
    ["ack", undefined, 2],
    ["retry", "RangeError", 1],
    ["dead-letter", "Reject", 1],
  ]);
  expect(points("messaging.process.duration")).toEqual([
    ["mixed", undefined, 1],
    ["ack", undefined, 1],
  ]);
});
