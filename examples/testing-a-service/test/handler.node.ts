import assert from "node:assert/strict";
import { test } from "node:test";
import { testHandler } from "rabbitgen/testing";
import { orderPaid } from "../generated/index.js";

test("a handler that never ends is cut off, and its message tried again", async () => {
  const hangs = { v1: () => new Promise<void>(() => {}) };
  const message = { version: "v1", event: { orderId: "o-1", cents: 500 } } as const;
  const result = await testHandler(orderPaid, hangs, message, { handlerTimeout: "50ms" });
  assert.equal(result.settlement, "retry");
  assert.equal(result.reason, "the handler took longer than 50 ms");
});
