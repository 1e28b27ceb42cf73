import { expect, test } from "vitest";
import { UnencodableMessageError } from "../../runtime/errors/publish-error.js";
import { ConfigurationError } from "../../runtime/errors/rabbit-error.js";
import { rarerProperties } from "../../runtime/publish/encode-message.js";

test.each([
  [{}, undefined],
  [{ replyTo: undefined, expiration: undefined, priority: undefined }, undefined],
  [{ correlationId: "" }, { correlationId: "" }],
  [{ replyTo: "q" }, { replyTo: "q" }],
  [{ expiration: 0 }, { expiration: "0" }],
  [{ expiration: 2 ** 32 - 1 }, { expiration: "4294967295" }],
  [{ expiration: "10m" }, { expiration: "600000" }],
  [{ priority: 0 }, { priority: 0 }],
  [
    { priority: 255, expiration: "1s" },
    { expiration: "1000", priority: 255 },
  ],
] as const)("options %j are the properties %j", (options, properties) => {
  expect(rarerProperties(options)).toEqual(properties);
});

test.each([
  { expiration: -1 },
  { expiration: 1.5 },
  { expiration: Number.NaN },
  { expiration: 2 ** 32 },
  { priority: -1 },
  { priority: 256 },
  { priority: 0.5 },
  { priority: "5" as unknown as number },
])("a number out of range is refused: %j", (options) => {
  expect(() => rarerProperties(options)).toThrow(ConfigurationError);
});

test.each([{ replyTo: "r".repeat(256) }, { replyTo: "\ud800" }])(
  "a text that AMQP cannot carry is refused: %j",
  (options) => {
    expect(() => rarerProperties(options)).toThrow(UnencodableMessageError);
  },
);

test.each(["", "10", "1d", "soon"])("an expiration of %j is not a duration", (expiration) => {
  expect(() => rarerProperties({ expiration })).toThrow(ConfigurationError);
});
