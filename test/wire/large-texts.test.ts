import { Buffer } from "node:buffer";
import type { Message } from "amqplib";
import { expect, test, vi } from "vitest";
import type { LoadedFamily } from "../../runtime/validate/validator.js";
import { decodeMessage } from "../../runtime/wire/decode-message.js";
import { orderVersion } from "../support/order-family.js";

const MB = 1024 * 1024;
const version = orderVersion("order_paid", "v1", { envelope: "body" });
const family: LoadedFamily = { event: "order_paid", versions: { v1: version } };
const contentType = "application/json; version=v1";

const decode = (
  body: unknown,
  properties: object = {},
  families = [family],
): ReturnType<typeof decodeMessage> =>
  decodeMessage(
    {
      content: Buffer.from(JSON.stringify(body)),
      fields: { exchange: "x", routingKey: "k" },
      properties: { headers: {}, ...properties },
    } as unknown as Message,
    families,
  );

test.each([
  ["an event", { event: "e".repeat(8 * MB), version: "v1" }, { type: "order_paid" }, "event-conflict"],
  ["a version", { event: "order_paid", version: `v${"1".repeat(8 * MB)}` }, {}, "unknown-version"],
  ["a version of many numbers", { version: "1a".repeat(4 * MB) }, {}, "unknown-version"],
  [
    "a content type",
    {},
    { headers: { "content-type": `${contentType};${"a=b;".repeat(25_000)}` } },
    "undecodable",
  ],
  ["a content encoding", {}, { contentType, contentEncoding: "z".repeat(100_000) }, "undecodable"],
  ["an event in a property", {}, { contentType, type: "t".repeat(100_000) }, "unknown-event"],
])(
  "says in at most 4 KiB why a message with %s of megabytes is a dead letter",
  (_, body, properties, reason) => {
    const match = vi.spyOn(String.prototype, "match");
    const decoded = decode(body, properties);
    expect(match.mock.contexts.filter((text) => String(text).length > 1_000)).toEqual([]);
    match.mockRestore();
    expect(decoded).toMatchObject({ kind: "dead-letter", reason });
    if (decoded.kind === "dead-letter") expect(Buffer.byteLength(decoded.why)).toBeLessThanOrEqual(4_096);
  },
);

test("says in at most 4 KiB what fails below a name of megabytes, and lists the failures", () => {
  const path = `/${"p".repeat(8 * MB)}`;
  const failures = Array.from({ length: 400 }, (_, index) => ({
    path: `${path}/${index}`,
    keyword: "type",
    message: "must be string",
  }));
  const reader = () => ({ valid: false, failures, omitted: 0 }) as const;
  const strict: LoadedFamily = { ...family, versions: { v1: { ...version, reader } } };
  const decoded = decode({ version: "v1" }, {}, [strict]);
  if (decoded.kind !== "dead-letter") throw new Error("it is valid");
  expect(decoded).toMatchObject({ reason: "schema-violation", failures });
  expect(Buffer.byteLength(decoded.why)).toBeLessThanOrEqual(4_096);
});
