import { Buffer } from "node:buffer";
import type { Message } from "amqplib";
import { expect, test } from "vitest";
import { barerProperties, copyProperties, fittedCopy } from "../../runtime/retry/copy-properties.js";
import { readDeclared } from "../../runtime/wire/decode-message.js";
import { headerFrameBytes } from "../../runtime/wire/header-values.js";
import { orderHeaders } from "../support/declared-headers.js";

const NAMES = ["constructor", "region", "tenant", "toString"];

test("declared headers are read by their exact names, and bytes of UTF-8 as strings", () => {
  const headers = {
    tenant: Buffer.from("ümlaut"),
    Region: "eu",
    other: "x",
  };
  const { values, strings } = readDeclared(headers, { ...orderHeaders, names: NAMES });
  expect({ ...strings }).toEqual({ tenant: "ümlaut" });
  expect({ ...values }).toEqual({ tenant: "ümlaut" });
});

test.each([
  ["a number", 7],
  ["null", null],
  ["true", true],
  ["an array", ["a"]],
  ["a table", { a: 1 }],
  ["bytes that are no UTF-8", Buffer.from([0xff])],
  ["a table that passes for a Buffer", Object.create(Buffer.from("abc"))],
])("%s is not a string", (_, value) => {
  const { values, strings } = readDeclared({ tenant: value }, orderHeaders);
  expect({ ...strings }).toEqual({});
  expect(values["tenant"] === value).toBe(true);
});

const large = Object.fromEntries(Array.from({ length: 7 }, (_, at) => [`l${at}`, "x".repeat(9_000)]));
const message = {
  fields: { exchange: "x", routingKey: "k", consumerTag: "", deliveryTag: 1, redelivered: false },
  properties: { headers: { ...large, tenant: "acme", region: "eu" }, type: "order_paid", messageId: "m" },
  content: Buffer.alloc(0),
} as unknown as Message;
const declared = ["region", "tenant"];

test("a copy has the declared headers first where there is no room for all", () => {
  const { headers } = copyProperties(message, {}, "m", declared);
  expect(headers).toMatchObject({ tenant: "acme", region: "eu", "rabbitgen-dropped-headers": '["l6"]' });
});

test("a copy for a small frame loses the declared headers last", () => {
  const ours = { "rabbitgen-error-message": "é".repeat(2_000), "rabbitgen-reason": "rejected" };
  const long = {
    ...message,
    properties: { ...message.properties, headers: { tenant: "t".repeat(2_500), small: "s", ...large } },
  };
  const copy = copyProperties(long as Message, ours, "m", declared);
  const fitted = fittedCopy(copy, 4_096, declared);
  expect(headerFrameBytes(fitted)).toBeLessThanOrEqual(4_096);
  expect(fitted.headers).toMatchObject({ tenant: "t".repeat(2_500) });
  expect(fitted.headers).not.toHaveProperty("l0");
  const none = fittedCopy(
    { ...copy, headers: { ...copy.headers, tenant: "t".repeat(5_000) } },
    4_096,
    declared,
  );
  expect(headerFrameBytes(none)).toBeLessThanOrEqual(4_096);
  expect(none.headers).not.toHaveProperty("tenant");
});

test("a copy that fails keeps the declared headers at first", () => {
  const copy = copyProperties(message, { "rabbitgen-reason": "rejected" }, "m", declared);
  const first = barerProperties(copy, declared);
  expect(first).toMatchObject({ type: "order_paid", headers: { tenant: "acme", region: "eu" } });
  expect(first.headers).not.toHaveProperty("l0");
  const second = barerProperties(first, declared);
  expect(second).not.toHaveProperty("type");
  expect(Object.keys(second.headers as object).filter((name) => !name.startsWith("rabbitgen-"))).toEqual([]);
});
