import { Buffer } from "node:buffer";
import type { ChannelModel } from "amqplib";
import { expect, test } from "vitest";
import { type CopyProperties, fittedCopy } from "../../runtime/retry/copy-properties.js";
import { frameMaxOf, headerFrameBytes } from "../../runtime/wire/header-values.js";

const SMALLEST_FRAME = 4_096; // AMQP 0-9-1
const name = (letter: string) => letter.repeat(255);
const failures = Array.from({ length: 50 }, (_, at) => ({ path: `/${at}`, keyword: "type", message: "é" }));
const fullest: CopyProperties = {
  persistent: true,
  mandatory: true,
  messageId: name("m"),
  contentType: name("c"),
  contentEncoding: name("e"),
  correlationId: name("i"),
  replyTo: name("r"),
  type: name("t"),
  appId: name("a"),
  priority: 1,
  timestamp: 1,
  headers: {
    "rabbitgen-attempt": "2",
    "rabbitgen-exchange": name("x"),
    "rabbitgen-routing-key": name("k"),
    "rabbitgen-reason": "schema-violation",
    "rabbitgen-queue": name("q"),
    "rabbitgen-service": name("s"),
    "rabbitgen-error-name": name("n"),
    "rabbitgen-error-message": "é".repeat(2_000),
    "rabbitgen-errors": JSON.stringify(failures),
    "rabbitgen-user-id": name("u"),
    "rabbitgen-cc": "c".repeat(2_048),
    "rabbitgen-bcc": "b".repeat(2_048),
    foreign: { nested: ["x".repeat(9_000), null, true, 1.5, { "!": "timestamp", value: 1 }] },
    binary: Buffer.alloc(9_000),
    short: "kept if there is room",
  },
};

test.each([SMALLEST_FRAME, 8_192, 16_384, 32_768])("makes any copy fit a frame of %d bytes", (frameMax) => {
  const fitted = fittedCopy(fullest, frameMax);
  expect(headerFrameBytes(fitted)).toBeLessThanOrEqual(frameMax);
  expect(fitted).toMatchObject({ persistent: true, mandatory: true, messageId: fullest.messageId });
  expect(fitted.headers).toMatchObject({
    "rabbitgen-attempt": "2",
    "rabbitgen-exchange": name("x"),
    "rabbitgen-routing-key": name("k"),
    "rabbitgen-reason": "schema-violation",
  });
  const { "rabbitgen-errors": errors = "[]" } = fitted.headers as Record<string, string>;
  expect(JSON.parse(errors)).toBeInstanceOf(Array);
});

test("leaves a copy alone that fits", () => {
  expect(fittedCopy(fullest, 131_072)).toBe(fullest);
});

test.each([
  [4_096, 4_096],
  [0, Number.POSITIVE_INFINITY],
  [undefined, Number.POSITIVE_INFINITY],
])("reads a negotiated frame-max of %s as a limit of %d", (frameMax, limit) => {
  expect(frameMaxOf({ connection: { frameMax } } as unknown as ChannelModel)).toBe(limit);
});
