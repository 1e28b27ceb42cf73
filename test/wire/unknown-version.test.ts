import { Buffer } from "node:buffer";
import { expect, test } from "vitest";
import { decodeMessage } from "../../runtime/wire/decode-message.js";
import { orderFamily } from "../support/order-family.js";

test("an unknown version is reported with the known ones, in words that fit a service and a command", () => {
  const family = orderFamily();
  const message = {
    content: Buffer.from("{}"),
    fields: { exchange: "x", routingKey: "k" },
    properties: { type: family.event, contentType: "application/json; version=v9", headers: {} },
  };
  expect(decodeMessage(message as unknown as Parameters<typeof decodeMessage>[0], [family])).toMatchObject({
    kind: "dead-letter",
    reason: "unknown-version",
    why: `version v9 of ${family.event} is unknown; known versions: v1, v2`,
  });
});
