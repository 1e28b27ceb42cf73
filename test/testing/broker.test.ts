import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  connect,
  type OrderPaidV2,
  orderPaid,
  orderPaidV1,
  orderPaidV2,
  type Rabbit,
  Reject,
} from "../../generated/index.js";
import { startBroker, type TestBroker } from "../../src/testing/index.js";
import { poll } from "../support/waiting.js";

const queue = "kit.order_paid";
const event: OrderPaidV2 = {
  orderId: "o-1",
  customerId: "c-1",
  total: { amount: 1250, currency: "EUR" },
  paidAt: "2026-01-01T00:00:00Z",
};

let broker: TestBroker;
let rabbit: Rabbit;

beforeEach(async () => {
  broker = await startBroker({ timeout: 60_000 });
  rabbit = await connect({ url: broker.url, service: "svc-order" });
});

afterEach(async () => {
  await rabbit.close({ timeout: 2_000 });
  await broker.close();
});

/** A consumer whose handler does as the test says. */
async function consume(handle: (event: OrderPaidV2, attempt: number) => void | Promise<void>): Promise<void> {
  await rabbit.consumer(orderPaid, {
    queue,
    retry: { strategy: "delay", delays: ["10s", "60s"], maxAttempts: 3 },
    handlers: { v1: "dead-letter", v2: (paid, { attempt }) => handle(paid, attempt) },
  });
}

describe("what was published", () => {
  test("is read as the version that is asked for", async () => {
    const publisher = await rabbit.publisher(orderPaidV2);
    await consume(() => {});
    const { messageId } = await publisher.publish(event);
    const [first, ...others] = await broker.published(orderPaidV2);
    expect(others).toEqual([]);
    expect(first).toMatchObject({
      event,
      version: "v2",
      messageId,
      service: "svc-order",
      exchange: "orders",
      routingKey: "order.paid",
      queues: [queue],
    });
    expect(await broker.published(orderPaidV1)).toEqual([]);
  });

  test("does not count copies for later attempts and dead letters", async () => {
    await consume(() => {
      throw new Error("no");
    });
    await broker.send(orderPaidV2, event);
    await broker.idle({ delayed: "advance" });
    expect(broker.publishedMessages()).toHaveLength(4);
    expect(await broker.published(orderPaidV2)).toHaveLength(1);
  });

  test("counts delayed events at once, with their delay", async () => {
    const publisher = await rabbit.publisher(orderPaidV2);
    await consume(() => {});
    await publisher.publish(event, { delay: "10m" });
    expect(await broker.published(orderPaidV2)).toMatchObject([{ event, delayMs: 600_000 }]);
    await broker.clock.advance("10m");
    await broker.idle();
    expect(await broker.published(orderPaidV2)).toHaveLength(1);
  });

  test("is returned once each by nextPublished, before or after it happens", async () => {
    await consume(() => {});
    await broker.send(orderPaidV2, { ...event, orderId: "o-1" });
    await broker.send(orderPaidV2, { ...event, orderId: "o-2" });
    const third = broker.nextPublished(orderPaidV2, { where: (one) => one.event.orderId === "o-3" });
    expect((await broker.nextPublished(orderPaidV2)).event.orderId).toBe("o-1");
    expect((await broker.nextPublished(orderPaidV2)).event.orderId).toBe("o-2");
    await broker.send(orderPaidV2, { ...event, orderId: "o-3" });
    expect((await third).event.orderId).toBe("o-3");
  });

  test("is listed by nextPublished when it does not come", async () => {
    await consume(() => {});
    await broker.send(orderPaidV2, event);
    await broker.sendRaw({
      exchange: "orders",
      routingKey: "order.paid",
      properties: { type: "order_paid", contentType: "application/json; version=v2" },
      body: '{"orderId":7}',
    });
    const none = broker.nextPublished(orderPaidV2, { where: () => false, timeout: 20 });
    const error = await none.catch((thrown: Error) => thrown);
    expect(error).toBeInstanceOf(Error);
    expect(String(error)).toContain("order_paid v2 was not published: nothing matched within 20 ms");
    expect(String(error)).toContain("[does not match `where`] order_paid, application/json; version=v2");
    expect(String(error)).toContain("[invalid: schema-violation: ");
    expect((error as Error).stack).toContain("broker.test.ts");
  });

  test("is not waited for once the broker is closed", async () => {
    const waiting = expect(broker.nextPublished(orderPaidV2)).rejects.toThrow("the broker was closed");
    await broker.close();
    await waiting;
  });
});

describe("a queue", () => {
  test("shows what is ready, unacked, waiting and dead", async () => {
    const finish: (() => void)[] = [];
    let failing = true;
    await consume(async (_, attempt) => {
      if (attempt === 2) await new Promise<void>((resolve) => finish.push(resolve));
      else if (failing) throw new Error("not yet");
      throw new Reject("never");
    });
    await broker.send(orderPaidV2, event, { messageId: "m-1" });
    await broker.idle({ delayed: "leave" });
    expect(broker.queue(queue).retries()).toMatchObject([{ attempt: 2, delayMs: 10_000, messageId: "m-1" }]);
    failing = false;
    await broker.clock.advance("10s");
    await expect.poll(() => broker.queue(queue).unacked).toBe(1);
    await broker.send(orderPaidV2, { ...event, orderId: "o-2" });
    expect(broker.queue(queue).ready).toBe(1);
    const waiting = await broker.queue(queue).messages(orderPaidV2);
    expect(waiting.map((one) => one.event.orderId)).toEqual(["o-2", "o-1"]);
    expect(await broker.queue(queue).messages(orderPaidV1)).toEqual([]);
    await expect.poll(() => finish.length).toBe(1);
    finish[0]?.();
    await broker.idle();
    expect(broker.queue(queue).dead()).toMatchObject([
      { reason: "rejected", error: { name: "Reject", message: "never" }, attempts: 2, messageId: "m-1" },
      { reason: "rejected", attempts: 1, json: { orderId: "o-2" } },
    ]);
  });

  test("shows why a malformed message is dead", async () => {
    await consume(() => {});
    await broker.sendRaw({ queue, body: "{", properties: { type: "order_paid" } });
    await broker.sendRaw({
      queue,
      body: "{}",
      properties: { type: "order_paid", contentType: "application/json; version=v2" },
    });
    await broker.idle();
    const [first, second] = broker.queue(queue).dead();
    expect(first).toMatchObject({ reason: "undecodable", failures: [], json: undefined });
    expect(second?.reason).toBe("schema-violation");
    expect(second?.failures.map(({ keyword }) => keyword)).toContain("required");
  });

  test("that is not there is answered with those that are", async () => {
    await consume(() => {});
    expect(broker.queue("other").exists).toBe(false);
    expect(() => broker.queue("other").ready).toThrow(`${queue}: 0 ready, 0 unacked, 1 consumers`);
  });
});

describe("sending", () => {
  test("writes what a publisher writes", async () => {
    const publisher = await rabbit.publisher(orderPaidV2);
    await consume(() => {});
    await publisher.publish(event, { messageId: "m", correlationId: "c" });
    await broker.send(orderPaidV2, event, { messageId: "m", correlationId: "c" });
    const [theirs, ours] = broker.publishedMessages();
    expect(ours?.body).toEqual(theirs?.body);
    const { appId: _a, timestamp: _b, ...properties } = theirs?.properties ?? {};
    expect(ours?.properties).toMatchObject({ ...properties, appId: "test" });
    expect(ours?.properties.headers).toEqual(theirs?.properties.headers);
  });

  test("refuses what a publisher refuses", async () => {
    await consume(() => {});
    await expect(broker.send(orderPaidV2, { ...event, orderId: "x" })).rejects.toMatchObject({
      name: "InvalidEventError",
      certainty: "not-sent",
    });
    // @ts-expect-error not an option of send
    await expect(broker.send(orderPaidV2, event, { unknown: 1 })).rejects.toThrow("unknown option");
  });

  test("says when no queue takes the message", async () => {
    await expect(broker.send(orderPaidV2, event)).rejects.toThrow("No queue received order_paid v2");
    await expect(broker.sendRaw({ queue: "q", body: "" })).rejects.toThrow("No queue received the message");
  });
});

describe("time", () => {
  test("brings each retry when it is due, and not before", async () => {
    const attempts: number[] = [];
    await consume((_, attempt) => {
      attempts.push(attempt);
      throw new Error("no");
    });
    await broker.send(orderPaidV2, event);
    await broker.idle({ delayed: "leave" });
    await broker.clock.advance("9s");
    await broker.idle({ delayed: "leave" });
    expect(attempts).toEqual([1]);
    await broker.clock.advance(1_000);
    await broker.idle({ delayed: "leave" });
    expect(attempts).toEqual([1, 2]);
    await broker.clock.advance("60s");
    await broker.idle();
    expect(attempts).toEqual([1, 2, 3]);
    expect(broker.queue(queue).dead()).toMatchObject([{ reason: "attempts-exhausted", attempts: 3 }]);
  });

  test("is said by idle to be what a message waits for", async () => {
    await consume(() => {
      throw new Error("no");
    });
    await broker.send(orderPaidV2, event);
    const retries = broker.queue(`${queue}.retry.10000`);
    await poll(async () => retries.exists && retries.ready === 1);
    const error = await broker.idle({ timeout: 300 }).catch((thrown: Error) => thrown);
    expect(String(error)).toContain("not idle within 300 ms");
    expect(String(error)).toMatch(
      /kit\.order_paid\.retry\.10000: 1 ready, 0 unacked, 0 consumers; the next one comes due in \d+ ms/,
    );
    expect((error as Error).stack).toContain("broker.test.ts");
  });
});

describe("faults", () => {
  test("refused confirms reject a publish", async () => {
    const publisher = await rabbit.publisher(orderPaidV2);
    await consume(() => {});
    const fault = broker.refuseConfirms({ exchange: "orders" });
    await expect(publisher.publish(event)).rejects.toMatchObject({ name: "BrokerRefusedError" });
    fault.stop();
    await publisher.publish(event);
  });

  test("dropped connections, cancelled consumers and deleted queues are recovered from", async () => {
    const handled: string[] = [];
    await consume(({ orderId }) => void handled.push(orderId));
    for (const fault of ["drop", "cancel", "delete"] as const) {
      const recovered = new Promise<void>((resolve) => rabbit.on("consumer-recovered", () => resolve()));
      if (fault === "drop") expect(broker.dropConnections()).toBeGreaterThan(0);
      else if (fault === "cancel") expect(broker.cancelConsumers(queue)).toBe(1);
      else broker.deleteQueue(queue);
      await recovered;
      await broker.send(orderPaidV2, event);
      await broker.idle();
    }
    expect(handled).toHaveLength(3);
  });
});

test("a reset broker has nothing left of the test before", async () => {
  await consume(() => {
    throw new Reject("no");
  });
  await broker.send(orderPaidV2, event);
  await broker.idle();
  broker.reset();
  expect(await broker.published(orderPaidV2)).toEqual([]);
  expect(broker.queue(queue).dead()).toEqual([]);
});

test("each virtual host has its own queues and events", async () => {
  const other = broker.vhost("other");
  expect(other.url).toBe(`${broker.url}/other`);
  const vhosts = { "/svc-order": "other" } as const;
  const there = await connect({ url: broker.url, vhosts, service: "svc-order" });
  await there.consumer(orderPaid, { queue, handlers: { v1: "dead-letter", v2: () => {} } });
  await other.send(orderPaidV2, event);
  await broker.idle();
  expect(await other.published(orderPaidV2)).toHaveLength(1);
  expect(await broker.published(orderPaidV2)).toEqual([]);
  expect(broker.queue(queue).exists).toBe(true);
  const raw = { routingKey: "order.paid", body: "{" };
  expect(await broker.sendRaw({ exchange: "orders", ...raw })).toEqual([queue]);
  expect(broker.publishedMessages().filter(({ body }) => body.toString() === "{")).toHaveLength(1);
  expect(broker.deleteExchange("orders")).toBe(true);
  expect(
    other
      .view()
      .exchanges()
      .map(({ name }) => name),
  ).not.toContain("orders");
  await there.close();
});

test("does without the timers that a test replaces", async () => {
  await consume(() => {});
  vi.useFakeTimers();
  try {
    broker
      .vhost("/")
      .view()
      .declareQueue("expiring", { arguments: { "x-message-ttl": 60_000 } });
    await broker.sendRaw({ queue: "expiring", body: "{}" });
    await expect(broker.nextPublished(orderPaidV2, { timeout: 20 })).rejects.toThrow("within 20 ms");
    await broker.clock.advance("60s");
    await broker.idle();
  } finally {
    vi.useRealTimers();
  }
});
