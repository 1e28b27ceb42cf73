import { context, metrics, propagation, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } from "@opentelemetry/core";
import { afterEach, describe, expect, onTestFinished, test } from "vitest";
import type { PublishedMessage, ReceivedMessage } from "../../runtime/index.js";
import { openTelemetry } from "../../runtime/opentelemetry/open-telemetry.js";
import {
  boundedDestination,
  endSpan,
  failureOf,
  processDestination,
  publishDestination,
} from "../../runtime/opentelemetry/telemetry.js";
import { orderVersion } from "../support/order-family.js";
import { startTelemetry } from "../support/telemetry.js";

const version = (exchange: string, routingKey: string) =>
  orderVersion("order_paid", "v1", { exchange: { name: exchange, type: "topic" }, routingKey });
const published: PublishedMessage = {
  version: version("orders", "paid"),
  routingKey: "paid",
  messageId: "m-1",
  correlationId: undefined,
  headers: {},
  bytes: 2,
  peer: { node: "::1:5672", vhost: "/" },
};
const received = (exchange: string, routingKey: string, queue: string): ReceivedMessage => ({
  ...published,
  exchange,
  routingKey,
  queue,
  deliveryTag: 1,
  attempt: 1,
});

describe("the name of a destination", () => {
  test.each([
    ["direct_logs", "warning", "direct_logs:warning"],
    ["logs", "", "logs"],
    ["", "tasks", "tasks"],
    ["", "", "amq.default"],
  ])("of a publish to exchange %j with routing key %j is %s", (exchange, routingKey, name) => {
    expect(publishDestination({ ...published, version: version(exchange, routingKey) })).toBe(name);
  });

  test.each([
    ["orders", "paid", "billing", "orders:paid:billing"],
    ["orders", "", "billing", "orders:billing"],
    ["", "billing", "billing", "billing"],
    ["orders", "billing", "billing", "orders:billing"],
    ["", "paid", "billing", "paid:billing"],
  ])(
    "of a message of exchange %j, routing key %j and queue %j is %s",
    (exchange, routingKey, queue, name) => {
      expect(processDestination(received(exchange, routingKey, queue))).toBe(name);
    },
  );

  test("is the queue alone for a message that came another way than the contract's", () => {
    expect(boundedDestination(received("orders", "paid", "billing"))).toBe("orders:paid:billing");
    expect(boundedDestination(received("orders", "paid.o-1", "billing"))).toBe("billing");
    expect(boundedDestination(received("others", "paid", "billing"))).toBe("billing");
  });

  test("has the placeholders of a key that is made of data", () => {
    const routingKeyParts = ["order.", { payload: ["region"] }, ".paid"] as const;
    const routed = { ...version("orders", "order.{region}.paid"), routingKeyParts };
    const publish = { ...published, version: routed, routingKey: "order.eu.paid" };
    expect(publishDestination(publish)).toBe("orders:order.{region}.paid");
    const of = (key: string) =>
      boundedDestination({ ...received("orders", key, "billing"), version: routed });
    expect(of("order.eu.paid")).toBe("orders:order.{region}.paid:billing");
    expect(of("order.eu.west.paid")).toBe("billing");
  });
});

describe("an error's type", () => {
  class GatewayError extends Error {}
  class NamedError extends Error {
    override name = "Named";
  }
  test.each([
    [new TypeError("x"), "TypeError"],
    [new GatewayError("x"), "GatewayError"],
    [new NamedError("x"), "Named"],
    [Object.assign(new Error("x"), { name: "" }), "_OTHER"],
    ["a text", "_OTHER"],
    [undefined, "_OTHER"],
    [Object.create(null), "_OTHER"],
  ])("of %o is %s", (thrown, type) => expect(failureOf(thrown).type).toBe(type));
});

test("ends a span although its error cannot be recorded", () => {
  const { tracerProvider, spans } = startTelemetry();
  const span = tracerProvider.getTracer("test").startSpan("s");
  const error = Object.assign(new Error("x"), { code: Object.create(null) });
  expect(() => endSpan(span, performance.now(), failureOf(error))).toThrow();
  expect(spans.items).toHaveLength(1);
});

test.each([true, false])(
  "hands the message's baggage to the handler, messageAsParent %s",
  (messageAsParent) => {
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
    onTestFinished(() => context.disable());
    const propagator = new CompositePropagator({
      propagators: [new W3CTraceContextPropagator(), new W3CBaggagePropagator()],
    });
    const { handle } = openTelemetry({ ...startTelemetry(), propagator, messageAsParent });
    const headers = {
      traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
      baggage: "tenant=a",
    };
    const handling = handle?.({ ...received("orders", "paid", "billing"), headers });
    const tenant = () => propagation.getActiveBaggage()?.getEntry("tenant")?.value;
    expect(handling?.run?.(tenant)).toBe("a");
    expect(tenant()).toBeUndefined();
  },
);

describe("without providers of its own", () => {
  afterEach(() => {
    trace.disable();
    metrics.disable();
  });

  test("uses the global ones, also when they are registered later", async () => {
    const instrumentation = openTelemetry();
    const telemetry = startTelemetry();
    trace.setGlobalTracerProvider(telemetry.tracerProvider);
    metrics.setGlobalMeterProvider(telemetry.meterProvider);
    instrumentation.publish?.(published)?.ended();
    expect(telemetry.span("publish orders:paid").attributes).toMatchObject({
      "server.address": "::1",
      "server.port": 5672,
    });
    expect(Object.keys(await telemetry.metrics())).toEqual([
      "messaging.client.operation.duration",
      "messaging.client.sent.messages",
    ]);
  });

  test("does nothing where OpenTelemetry is not set up", () => {
    const instrumentation = openTelemetry();
    const observation = instrumentation.publish?.({ ...published, peer: { node: undefined, vhost: "/" } });
    expect(observation?.headers).toEqual({});
    observation?.ended(new Error("x"));
    const handling = instrumentation.handle?.(received("orders", "paid", "billing"));
    expect(handling?.run?.(() => "done")).toBe("done");
    handling?.ended("ack");
  });
});
