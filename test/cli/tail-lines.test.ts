import { Buffer } from "node:buffer";
import { expect, test } from "vitest";
import { textLines } from "../../src/cli/tail-events.js";

const message = {
  received: Date.UTC(2026, 10, 24, 14, 3, 22, 118),
  timestamp: undefined,
  exchange: "orders",
  routingKey: "order.paid",
  event: "order_paid",
  version: "v2",
  service: undefined,
  messageId: "m-1",
  bytes: 2,
  fault: undefined,
  content: Buffer.from("{}"),
};

test("a message's line has its virtual host, unless that is /", () => {
  const lines = (vhost: string) => textLines({ ...message, vhost }, { color: false, body: false });
  expect(lines("/")).toBe("14:03:22.118  order_paid v2  order.paid  -  2 B  valid\n");
  expect(lines("/shop")).toBe("14:03:22.118  order_paid v2  order.paid in /shop  -  2 B  valid\n");
});
