import { Buffer } from "node:buffer";
import type { Message } from "amqplib";
import { describe, expect, test } from "vitest";
import { InvalidEventError } from "../../runtime/errors/publish-error.js";
import { encodeEvent } from "../../runtime/wire/body.js";
import { decodeMessage } from "../../runtime/wire/decode-message.js";
import { roundedInteger, unsafeInteger } from "../../runtime/wire/unsafe-integer.js";
import { type OrderPaid, orderFamily, orderVersion } from "../support/order-family.js";

const deep = (count: number, inner: string): string => `${"[".repeat(count)}${inner}${"]".repeat(count)}`;

describe("an integer that becomes another one by being parsed", () => {
  test.each([
    ["9007199254740993", ""],
    ["-9007199254740993", ""],
    ['{"id": 9007199254740993}', "/id"],
    ['{"a":"9007199254740993","b":[0,{"c/d":9223372036854775807}]}', "/b/1/c~1d"],
    ['{"\\u0061\\"":12345678901234567890}', '/a"'],
    ["[9007199254740993.0]", "/0"],
    ["[9.007199254740993e15]", "/0"],
    ["[12345678.901234567e9]", "/0"],
    ["[90071992547409930e-1]", "/0"],
    ['{"a":{"x":1},"b":{},"c":[[],[1,2]],"d":9007199254740993}', "/d"],
    [deep(1_000, "18446744073709551615"), "/0".repeat(1_000)],
  ])("%s", (json, path) => {
    expect(roundedInteger(json)?.path).toBe(path);
  });

  test.each([
    "9007199254740992",
    "9007199254740994",
    "18446744073709551616",
    "12345678901234567000",
    "123456789012345680000",
    "100000000000000000000000",
    "1e23",
    "1.7976931348623157e308",
    "0.1234567890123456789",
    "3.14159265358979323846",
    "0.30000000000000004",
    "12345678901234567.5",
    "1234567890123456789e-5",
    '"9007199254740993"',
    '{"9007199254740993":1}',
    '"a\\\\","9007199254740993"',
    "0000",
  ])("is not %s", (json) => {
    expect(roundedInteger(json)).toBeUndefined();
  });
});

describe("an integer that may have been rounded before", () => {
  test.each([
    [{ id: 2 ** 53 }, "/id"],
    [{ list: [1, -(2 ** 60)] }, "/list/1"],
    [2 ** 69, ""],
  ])("%j", (value, path) => {
    expect(unsafeInteger(JSON.stringify(value))?.path).toBe(path);
  });

  test.each([
    { id: Number.MAX_SAFE_INTEGER },
    { id: `${2 ** 53}` },
    { share: 1 / 3, much: 1e21, most: Number.MAX_VALUE, less: 1234567890123456.5 },
  ])("is not in %j", (value) => {
    expect(unsafeInteger(JSON.stringify(value))).toBeUndefined();
  });
});

test.each(Array.from({ length: 40 }, (_, offset) => offset))(
  "is found behind %i other characters",
  (offset) => {
    const before = `"${"x12345.67".repeat(5).slice(0, offset)}"`;
    const least = 2 ** 53; // of sixteen digits, the fewest
    expect(roundedInteger(`[${before},9007199254740993]`)?.path).toBe("/1");
    expect(roundedInteger(`[${before},90071992547409.93e2]`)?.path).toBe("/1");
    expect(unsafeInteger(`[${before},${least}]`)?.path).toBe("/1");
    expect(unsafeInteger(`[${before},${String(least).slice(1)}]`)).toBeUndefined();
  },
);

// by patterns for the zeros, each of these takes days
test.each([
  ["before a digit", `1${"0".repeat(8_000_000)}1`, undefined],
  ["behind the point", `1.${"0".repeat(8_000_000)}1`, undefined],
  ["in front", `0.${"0".repeat(8_000_000)}1`, undefined],
  ["at the end", `9007199254740993.${"0".repeat(8_000_000)}`, "/a"],
])("megabytes of zeros %s are read once", (_, number, path) => {
  expect(roundedInteger(`{"a":${number}}`)?.path).toBe(path);
});

describe("the SDK", () => {
  const message = (type: string, body: string): Message =>
    ({
      content: Buffer.from(body),
      properties: { type, contentType: "application/json; version=v1", headers: {} },
      fields: { exchange: "events", routingKey: "order.paid", deliveryTag: 1, redelivered: false },
    }) as unknown as Message;

  test("dead-letters it with where and what it is, as the version that it is", () => {
    const family = orderFamily();
    expect(
      decodeMessage(message(family.event, '{"orderId":"o","total":9007199254740993}'), [family]),
    ).toMatchObject({
      kind: "dead-letter",
      reason: "unsafe-integer",
      why: "/total is the integer 9007199254740993, which JavaScript reads as 9007199254740992",
      failures: [{ path: "/total" }],
      known: { event: family.event, version: "v1" },
    });
    const read = decodeMessage(message(family.event, '{"orderId":"o","total":9007199254740992}'), [family]);
    expect(read.kind).toBe("event");
  });

  test("refuses to publish it, in either envelope", () => {
    for (const envelope of ["headers", "body"] as const) {
      const writer = (value: unknown) => ({ valid: true, value: value as OrderPaid }) as const;
      const version = { ...orderVersion("order_paid", "v1", { envelope }), writer };
      expect(() => encodeEvent(version, { orderId: "o", total: 2 ** 53 })).toThrow(InvalidEventError);
      expect(() => encodeEvent(version, { total: 2 ** 53 })).toThrow(
        "order_paid v1 is not valid: /total is 9007199254740992, an integer beyond",
      );
      expect(encodeEvent(version, { total: 2 ** 53 - 1 }).toString()).toContain("9007199254740991");
    }
  });
});
