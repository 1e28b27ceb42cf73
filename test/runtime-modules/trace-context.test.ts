import { Buffer } from "node:buffer";
import type { Message } from "amqplib";
import { describe, expect, test } from "vitest";
import { readTraceContext, withTraceContext } from "../../runtime/observe/instrumentation.js";
import { headerGetter, headerSetter } from "../../runtime/opentelemetry/telemetry.js";
import { copyProperties } from "../../runtime/retry/copy-properties.js";

// the examples of https://www.w3.org/TR/trace-context/#examples-of-http-traceparent-headers
const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
const parentId = "00f067aa0ba902b7";
const traceparent = `00-${traceId}-${parentId}-01`;
const tracestate = "rojo=00f067aa0ba902b7,congo=t61rcWkgMzE";

describe("the trace context of a message", () => {
  test.each([
    ["sampled", traceparent],
    ["not sampled", `00-${traceId}-${parentId}-00`],
    ["of flags that are not defined yet", `00-${traceId}-${parentId}-ff`],
    ["of a later version", `01-${traceId}-${parentId}-01`],
    ["of a later version that says more", `cc-${traceId}-${parentId}-01-what-the-future-will-be-like`],
  ])("is read when it is %s", (_, header) => {
    expect(readTraceContext({ traceparent: header, tracestate, other: "x" })).toEqual({
      traceparent: header,
      tracestate,
    });
    expect(readTraceContext({ traceparent: header })).toEqual({ traceparent: header });
  });

  test("is read from the byte arrays that some clients send", () => {
    expect(
      readTraceContext({ traceparent: Buffer.from(traceparent), tracestate: Buffer.from(tracestate) }),
    ).toEqual({ traceparent, tracestate });
  });

  test.each([
    ["missing", undefined],
    ["empty", ""],
    ["a number", 1],
    ["of version ff, which is forbidden", `ff-${traceId}-${parentId}-01`],
    ["of version 00 and longer than that", `${traceparent}-extra`],
    ["of version 00 and ends with a dash", `${traceparent}-`],
    ["of a later version, and goes on without a dash", `cc-${traceId}-${parentId}-01.what`],
    ["of a trace id of zeros", `00-${"0".repeat(32)}-${parentId}-01`],
    ["of a parent id of zeros", `00-${traceId}-${"0".repeat(16)}-01`],
    ["in upper case", traceparent.toUpperCase()],
    ["of a short trace id", `00-${traceId.slice(1)}-${parentId}-01`],
    ["without flags", `00-${traceId}-${parentId}`],
    ["of a version with one digit", `0-${traceId}-${parentId}-01`],
    ["surrounded by spaces", ` ${traceparent} `],
    ["followed by a line break", `${traceparent}\n`],
  ])("is nothing when traceparent is %s", (_, header) => {
    expect(readTraceContext({ traceparent: header, tracestate })).toBeUndefined();
  });
});

describe("a trace context for a message", () => {
  test("is added to headers that have none", () => {
    expect(withTraceContext({ tenant: "a" }, { traceparent, tracestate })).toEqual({
      tenant: "a",
      traceparent,
      tracestate,
    });
    expect(withTraceContext({}, { traceparent })).toEqual({ traceparent });
    expect(withTraceContext({ tenant: "a" }, undefined)).toEqual({ tenant: "a" });
  });

  test("never takes the place of one that is there, not even in part", () => {
    const own = { traceparent: `00-${"a".repeat(32)}-${parentId}-00` };
    expect(withTraceContext(own, { traceparent, tracestate })).toEqual(own);
  });

  test("stays on the copies that are a retry and a dead letter", () => {
    const properties = { headers: { traceparent, tracestate }, messageId: "m-1" };
    const message = { properties, fields: { exchange: "x", routingKey: "k" }, content: Buffer.alloc(0) };
    expect(copyProperties(message as unknown as Message, { "rabbitgen-attempt": "2" }).headers).toMatchObject(
      {
        traceparent,
        tracestate,
        "rabbitgen-attempt": "2",
      },
    );
  });
});

describe("headers as OpenTelemetry's propagators see them", () => {
  test("are texts, whatever type another client gave them", () => {
    const headers = { a: "1", b: Buffer.from("2"), c: 3, d: ["4"], e: null };
    expect(headerGetter.keys(headers)).toEqual(["a", "b", "c", "d", "e"]);
    expect(Object.keys(headers).map((name) => headerGetter.get(headers, name))).toEqual([
      "1",
      "2",
      undefined,
      undefined,
      undefined,
    ]);
  });

  test("never get a name that is the broker's", () => {
    const headers: Record<string, string> = {};
    for (const name of ["b3", "X-B3-TraceId", "x-amzn-trace-id"]) headerSetter.set(headers, name, "1");
    expect(headers).toEqual({ b3: "1" });
  });
});
