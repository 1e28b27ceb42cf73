import { afterEach, beforeEach, expect, test } from "vitest";
import { connectTo, orderPaid, orderPaidV1, orderPaidV2 } from "../../generated/index.js";
import type { Contract } from "../../runtime/contract/contract.js";
import { startBroker, type TestBroker } from "../../src/testing/index.js";

const queue = { name: "billing.order_paid" };
const contract: Contract<"sender" | "billing"> = {
  services: {
    sender: { publishes: ["order_paid"], consumes: {} },
    billing: { publishes: [], consumes: { order_paid: { versions: ["v2"], queue } } },
  },
};

let broker: TestBroker;

beforeEach(async () => {
  broker = await startBroker({ timeout: 60_000 });
});

afterEach(async () => {
  await broker.close();
});

test("of a version that the service does not read, messages without a handler are dead letters", async () => {
  await using sender = await connectTo(contract, { url: broker.url, service: "sender" });
  await using billing = await connectTo(contract, { url: broker.url, service: "billing" });
  const seen: string[] = [];
  const handlers = { v2: async ({ orderId }: { readonly orderId: string }) => void seen.push(orderId) };
  await billing.consumer(orderPaid, { handlers: handlers as never });
  const paidAt = "2026-01-01T00:00:00Z";
  const old = { orderId: "o-1", customer: "c-1", total: 12.5, method: "card", paidAt } as const;
  await (await sender.publisher(orderPaidV1)).publish(old);
  const now = { orderId: "o-2", customerId: "c-1", total: { amount: 1, currency: "EUR" }, paidAt } as const;
  await (await sender.publisher(orderPaidV2)).publish(now);
  await broker.idle();
  expect(seen).toEqual(["o-2"]);
  const dead = broker.queue(queue.name).dead();
  expect(dead.map(({ body, reason }) => [JSON.parse(body.toString()).orderId, reason])).toEqual([
    ["o-1", "declined"],
  ]);
});

test("a version that the service reads still needs its handler, even where a cast hides that from the compiler", async () => {
  await using billing = await connectTo(contract, { url: broker.url, service: "billing" });
  const handlers = { v1: async () => {} };
  await expect(billing.consumer(orderPaid, { handlers: handlers as never })).rejects.toThrow(
    'handlers has no entry for order_paid v2; write "dead-letter" to decline it',
  );
});
