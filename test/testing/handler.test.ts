import { describe, expect, test } from "vitest";
import {
  type EventPublisher,
  memoryInbox,
  type OrderPaidV2,
  orderPaid,
  orderPlacedV2,
  type PublisherOf,
  Reject,
  Retry,
} from "../../generated/index.js";
import { recordingPublisher, testHandler } from "../../src/testing/index.js";
import { orderFamily } from "../support/order-family.js";

const event: OrderPaidV2 = {
  orderId: "o-1",
  customerId: "c-1",
  total: { amount: 1250, currency: "EUR" },
  paidAt: "2026-01-01T00:00:00Z",
};
const v2 = { version: "v2", event } as const;
const family = orderFamily();

describe("testHandler", () => {
  test("hands the event over as a consumer does", async () => {
    const seen: unknown[] = [];
    const handlers = {
      v1: "dead-letter",
      v2: (paid: OrderPaidV2, message: object) => void seen.push(paid, message),
    } as const;
    const given = { ...v2, messageId: "m-1", correlationId: "c", headers: { tenant: "a" } } as const;
    const result = await testHandler(orderPaid, handlers, given);
    expect(result).toEqual({
      settlement: "ack",
      reason: undefined,
      delayMs: undefined,
      error: undefined,
      failures: [],
      published: [],
    });
    expect(seen).toMatchObject([
      event,
      {
        event: "order_paid",
        version: "v2",
        attempt: 1,
        redelivered: false,
        messageId: "m-1",
        correlationId: "c",
        headers: { tenant: "a" },
        raw: { fields: { exchange: "orders", routingKey: "order.paid" } },
      },
    ]);
  });

  test.each([
    ["Reject", new Reject("never"), 1, { settlement: "dead-letter", reason: "rejected" }],
    ["an error", new Error("down"), 1, { settlement: "retry", reason: "down", delayMs: 1_000 }],
    ["an error at the second attempt", new Error("down"), 2, { settlement: "retry", delayMs: 60_000 }],
    [
      "an error at the last attempt",
      new Error("x"),
      3,
      { settlement: "dead-letter", reason: "attempts-exhausted" },
    ],
    [
      "Retry",
      new Retry("later", { after: "25s" }),
      1,
      { settlement: "retry", reason: "later", delayMs: 30_000 },
    ],
    ["undefined", undefined, 1, { settlement: "retry", delayMs: 1_000 }],
  ])("settles %s", async (_, thrown, attempt, expected) => {
    let seen = 0;
    const handler = (_: unknown, message: { readonly attempt: number }): never => {
      seen = message.attempt;
      throw thrown;
    };
    const retry = { delays: ["1s", "60s"], maxAttempts: 3 };
    const handlers = { v1: "dead-letter", v2: handler } as const;
    const result = await testHandler(orderPaid, handlers, v2, { attempt, retry });
    expect(result).toMatchObject(expected);
    expect(seen).toBe(attempt);
    if (thrown !== undefined) expect(result.error).toBe(thrown);
  });

  test.each(["hold", "requeue", "none", "delay"] as const)(
    "counts attempts with strategy %s",
    async (strategy) => {
      const seen: number[] = [];
      const handler = (_: unknown, message: { readonly attempt: number }): void =>
        void seen.push(message.attempt);
      const handlers = { v1: "dead-letter", v2: handler } as const;
      for (const attempt of [1, 2, 3])
        await testHandler(orderPaid, handlers, v2, { attempt, retry: { strategy } });
      expect(seen).toEqual([1, 2, 3]);
      const crashed = await testHandler(orderPaid, handlers, v2, { attempt: 6, retry: { strategy } });
      expect(crashed).toMatchObject({ settlement: "dead-letter", reason: "attempts-exhausted" });
      expect(seen).toHaveLength(3);
    },
  );

  test("does not wait for the delay of strategy hold", async () => {
    const handlers = { v1: "dead-letter", v2: () => Promise.reject(new Error("x")) } as const;
    const retry = { strategy: "hold", delays: ["20m"] } as const;
    const result = await testHandler(orderPaid, handlers, v2, { retry, handlerTimeout: "1s" });
    expect(result).toMatchObject({ settlement: "retry", delayMs: 1_200_000 });
  });

  test("dead-letters what no handler may see", async () => {
    const handlers = {
      v1: "dead-letter",
      v2: () => {
        throw new Error("called");
      },
    } as const;
    const invalid = { version: "v2", event: { ...event, orderId: "x" } } as const;
    const violation = await testHandler(orderPaid, handlers, invalid);
    expect(violation).toMatchObject({ settlement: "dead-letter", reason: "schema-violation" });
    expect(violation.failures).toMatchObject([{ path: "/orderId", keyword: "pattern" }]);
    const malformed = await testHandler(orderPaid, handlers, { body: "{" });
    expect(malformed).toMatchObject({ settlement: "dead-letter", reason: "undecodable" });
    const unknown = { body: "{}", properties: { contentType: "application/json; version=v9" } };
    expect(await testHandler(orderPaid, handlers, unknown)).toMatchObject({ reason: "unknown-version" });
    const v1 = { body: "{}", properties: { contentType: "application/json; version=v1" } };
    expect(await testHandler(orderPaid, handlers, v1)).toMatchObject({ reason: "schema-violation" });
  });

  test("lets through what consumers accept and publishers may not send", async () => {
    const handlers = { v1: () => {}, v2: "dead-letter" } as const;
    const more = { orderId: "o-1", added: true };
    expect(await testHandler(family, handlers, { version: "v1", event: more })).toMatchObject({
      settlement: "ack",
    });
  });

  test("declines a version, and refuses handlers that a consumer refuses", async () => {
    const handlers = { v1: "dead-letter", v2: "dead-letter" } as const;
    const declined = await testHandler(family, handlers, { version: "v1", event: { orderId: "o" } });
    expect(declined).toMatchObject({ settlement: "dead-letter", reason: "declined" });
    // @ts-expect-error v2 has no handler
    const missing = testHandler(family, { v1: "dead-letter" }, { version: "v1", event: { orderId: "o" } });
    await expect(missing).rejects.toThrow("has no entry");
    // @ts-expect-error not an event of v1
    const strange = await testHandler(family, handlers, { version: "v1", event: { orderId: 1 } });
    expect(strange.reason).toBe("schema-violation");
  });

  test("asks the inbox", async () => {
    let calls = 0;
    const handlers = {
      v1: "dead-letter",
      v2: () => {
        calls += 1;
      },
    } as const;
    const inbox = memoryInbox();
    const message = { ...v2, messageId: "m-1" };
    expect(await testHandler(orderPaid, handlers, message, { inbox })).toMatchObject({ settlement: "ack" });
    const again = await testHandler(orderPaid, handlers, message, { inbox });
    expect(again).toMatchObject({ settlement: "ack", reason: "duplicate" });
    expect(calls).toBe(1);
  });

  test("fires the signal when the handler's time is over", async () => {
    let reason: unknown;
    const waits = (_: unknown, { signal }: { readonly signal: AbortSignal }): Promise<void> =>
      new Promise((resolve) => {
        signal.addEventListener("abort", () => {
          reason = signal.reason;
          resolve();
        });
      });
    const handlers = { v1: "dead-letter", v2: waits } as const;
    const result = await testHandler(orderPaid, handlers, v2, { handlerTimeout: "20ms" });
    expect(result).toMatchObject({ settlement: "retry", reason: "the handler took longer than 20 ms" });
    expect(reason).toBe(result.error);
  });

  test("discards the outcome when the channel is lost", async () => {
    const channel = new AbortController();
    const handler = async (_: unknown, { signal }: { readonly signal: AbortSignal }): Promise<void> => {
      channel.abort();
      expect(signal.aborted).toBe(true);
    };
    const handlers = { v1: "dead-letter", v2: handler } as const;
    const result = await testHandler(orderPaid, handlers, v2, { lost: channel.signal });
    expect(result).toMatchObject({
      settlement: "retry",
      reason: "the delivering channel was lost",
      delayMs: 0,
    });
  });

  test("lists what the handler published through its doubles", async () => {
    const publisher = recordingPublisher(family.versions.v1);
    await publisher.publish({ orderId: "before" });
    const handlers = {
      v1: "dead-letter",
      v2: async ({ orderId }: OrderPaidV2) =>
        void (await publisher.publish({ orderId }, { messageId: "m-2" })),
    } as const;
    const { published } = await testHandler(orderPaid, handlers, v2, { publishers: [publisher] });
    expect(published).toMatchObject([
      {
        event: { orderId: "o-1" },
        name: family.event,
        version: "v1",
        messageId: "m-2",
        routingKey: family.event,
      },
    ]);
    expect(publisher.published).toHaveLength(2);
  });
});

describe("recordingPublisher", () => {
  test("is taken where a publisher of its version is", async () => {
    const publisher: PublisherOf<typeof orderPlacedV2> = recordingPublisher(orderPlacedV2);
    expect(publisher.health).toMatchObject({ event: "order_placed", version: "v2", state: "open" });
    const other: EventPublisher<{ readonly orderId: string }> = recordingPublisher(family.versions.v1);
    expect(await other.publish({ orderId: "o" }, { messageId: "m" })).toEqual({ messageId: "m" });
  });

  test("rejects as a publisher does", async () => {
    const publisher = recordingPublisher(family.versions.v1);
    const invalid = publisher.publish({ orderId: 1 } as never);
    await expect(invalid).rejects.toMatchObject({ name: "InvalidEventError", certainty: "not-sent" });
    const aborted = publisher.publish({ orderId: "o" }, { signal: AbortSignal.abort() });
    await expect(aborted).rejects.toMatchObject({ name: "PublishTimeoutError" });
    publisher.failWith(new Error("full"));
    await expect(publisher.publish({ orderId: "o" })).rejects.toThrow("full");
    publisher.failWith(undefined);
    await publisher.close();
    await expect(publisher.publish({ orderId: "o" })).rejects.toMatchObject({ name: "ClosedError" });
    expect(publisher.published).toEqual([]);
  });
});
