import { expect, test } from "vitest";
import type { Delivered } from "../../runtime/index.js";
import { delayQueue } from "../../runtime/topology/queue-topology.js";
import { orderFamily } from "../support/order-family.js";
import { useBench } from "../support/use-bench.js";
import { Seen } from "../support/waiting.js";

const bench = useBench();
/** The longest delay: what waits so long is in its queue whenever a test looks. */
const DAY_MS = 24 * 3_600_000;
const rejection = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => "it did not reject",
    (error: unknown) => error,
  );

test("brings a delayed message to its exchange when its time has come, and others at once", async () => {
  const family = orderFamily();
  const rabbit = await bench.connect();
  const seen = new Seen<readonly [orderId: string, message: Delivered, at: number]>();
  await rabbit.consumer(family, {
    queue: bench.queue(),
    handlers: {
      v1: ({ orderId }, message) => seen.add([orderId, message, performance.now()]),
      v2: "dead-letter",
    },
  });
  const publisher = await rabbit.publisher(family.versions.v1);
  await publisher.publish({ orderId: "tomorrow" }, { delay: "24h" });
  await bench.holds(delayQueue(family.versions.v1, DAY_MS).name, 1);
  await publisher.publish({ orderId: "now" });
  await seen.count(1);
  const began = performance.now();
  const { messageId } = await publisher.publish({ orderId: "later" }, { delay: "900ms", correlationId: "c" });
  const [, later] = await seen.count(2);
  expect(seen.items.map(([orderId]) => orderId)).toEqual(["now", "later"]);
  expect(later?.[1]).toMatchObject({ messageId, correlationId: "c", attempt: 1, event: family.event });
  expect(later?.[1].raw.fields).toMatchObject({
    exchange: family.versions.v1.exchange.name,
    routingKey: family.versions.v1.routingKey,
  });
  expect(later?.[1].raw.properties.headers).toMatchObject({
    "x-first-death-queue": delayQueue(family.versions.v1, 1_000).name,
  });
  expect((later?.[2] ?? 0) - began).toBeGreaterThanOrEqual(990);
  expect(rabbit.health().publishers).toMatchObject([{ pending: 0 }]);
});

test.each(["the same key for all", "keys by data"])(
  "delays messages of an exchange whose name RabbitMQ reserves, with %s",
  async (keys) => {
    const { event } = orderFamily();
    const text = `${event}.`;
    const family = orderFamily({
      exchange: { name: "amq.topic", type: "topic" },
      routingKey: `${text}{orderId}`,
      ...(keys === "keys by data" ? { routingKeyParts: [text, { payload: ["orderId"] }] } : {}),
    });
    const rabbit = await bench.connect();
    const seen = new Seen<string>();
    await rabbit.consumer(family, {
      queue: bench.queue(),
      handlers: { v1: (_, { raw }) => seen.add(raw.fields.routingKey), v2: "dead-letter" },
    });
    const publisher = await rabbit.publisher(family.versions.v1);
    await publisher.publish({ orderId: "o-1" }, { delay: "1s" });
    expect(await seen.count(1)).toEqual([keys === "keys by data" ? `${text}o-1` : `${text}{orderId}`]);
  },
);

test("waits in a durable queue, though no queue would take it now", async () => {
  const family = orderFamily({ unroutable: "error" });
  const rabbit = await bench.connect();
  const publisher = await rabbit.publisher(family.versions.v1);
  await publisher.publish({ orderId: "o-1" }, { delay: "24h" });
  const { name, arguments: own } = delayQueue(family.versions.v1, DAY_MS);
  await bench.holds(name, 1);
  expect(own).toMatchObject({ "x-dead-letter-strategy": "at-least-once", "x-message-ttl": 86_400_000 });
});

test("retries a delayed message as any other", async () => {
  const family = orderFamily();
  const rabbit = await bench.connect();
  const attempts = new Seen<number>();
  await rabbit.consumer(family, {
    queue: bench.queue(),
    retry: { delays: ["50ms"], maxAttempts: 2 },
    handlers: {
      v1: (_, { attempt }) => {
        attempts.add(attempt);
        throw new Error("always");
      },
      v2: "dead-letter",
    },
  });
  const publisher = await rabbit.publisher(family.versions.v1);
  await publisher.publish({ orderId: "o-1" }, { delay: 1 });
  expect(await attempts.count(2)).toEqual([1, 2]);
});

test("refuses what cannot be delayed, and says why", async () => {
  const family = orderFamily();
  const rabbit = await bench.connect({ declare: "check" });
  const { channel } = bench;
  await channel.assertExchange(family.versions.v1.exchange.name, "topic", { durable: true });
  const publisher = await rabbit.publisher(family.versions.v1);
  const publish = (options: object) => rejection(publisher.publish({ orderId: "o" }, options));
  expect(await publish({ delay: "soon" })).toMatchObject({
    name: "ConfigurationError",
    message: expect.stringMatching(/^delay is "soon", which is not a duration.*"10s"/),
  });
  expect(await publish({ delay: "25h" })).toMatchObject({ name: "ConfigurationError" });
  expect(await publish({ delay: "1s", expiration: "1s" })).toMatchObject({ name: "ConfigurationError" });
  const missing = {
    name: "BrokerRefusedError",
    certainty: "refused",
    cause: { name: "TopologyMissingError" },
  };
  expect(await publish({ delay: "1s" })).toMatchObject(missing);
  const { name, arguments: own } = delayQueue(family.versions.v1, 1_000);
  await channel.assertQueue(name, { durable: true, arguments: own });
  expect(await publish({ delay: "1s" })).toBe("it did not reject"); // an operator has made it
  const long = orderFamily({ routingKey: "k".repeat(240) });
  const other = await bench.connect();
  const named = await other.publisher(long.versions.v1);
  expect(await rejection(named.publish({ orderId: "o" }, { delay: "1s" }))).toMatchObject({
    name: "UnencodableMessageError",
  });
  await named.close();
  expect(await rejection(named.publish({ orderId: "o" }, { delay: "1s" }))).toBeInstanceOf(Error);
});

test.each(["error", "ignore"] as const)(
  "loses nothing when its queue is gone, unroutable %s",
  async (unroutable) => {
    const family = orderFamily({ unroutable });
    const { name } = delayQueue(family.versions.v1, DAY_MS);
    const publisher = await (await bench.connect()).publisher(family.versions.v1);
    await publisher.publish({ orderId: "o-1" }, { delay: "24h" });
    await bench.channel.deleteQueue(name);
    await publisher.publish({ orderId: "o-2" }, { delay: "24h" });
    await bench.holds(name, 1);
    const undeclared = await bench.connect({ declare: "none" });
    const other = await undeclared.publisher(family.versions.v1);
    expect(await rejection(other.publish({ orderId: "o-3" }, { delay: "2s" }))).toMatchObject({
      name: "BrokerRefusedError",
      message: expect.stringMatching(/^the delay queue ".*" does not exist$/),
    });
  },
);

test("counts a delayed message as pending, and waits for its confirm when it closes", async () => {
  const family = orderFamily();
  const proxy = await bench.proxy();
  const rabbit = await bench.connect({ url: proxy.url });
  const publisher = await rabbit.publisher(family.versions.v1);
  await publisher.publish({ orderId: "o-1" }, { delay: "1h" });
  proxy.hold("to client", true);
  const waiting = publisher.publish({ orderId: "o-2" }, { delay: "1h" });
  await bench.holds(delayQueue(family.versions.v1, 3_600_000).name, 2);
  expect(publisher.pending).toBe(1);
  const closed = rabbit.close({ timeout: 20_000 });
  proxy.hold("to client", false);
  expect(await closed).toMatchObject({ unconfirmed: 0 });
  await expect(waiting).resolves.toHaveProperty("messageId");
});

test("sends nothing later once it is closed", async () => {
  const family = orderFamily();
  const publisher = await (await bench.connect()).publisher(family.versions.v1);
  await publisher.close();
  expect(await rejection(publisher.publish({ orderId: "o" }, { delay: "1s" }))).toMatchObject({
    name: "ClosedError",
    certainty: "not-sent",
  });
});

test("ends the observation of a delayed publish that cannot be sent", async () => {
  const family = orderFamily();
  const ends: unknown[] = [];
  const instrumentation = { publish: () => ({ ended: (error?: unknown) => void ends.push(error) }) };
  const publisher = await (await bench.connect({ instrumentation })).publisher(family.versions.v1);
  expect(await rejection(publisher.publish({ orderId: "o" }, { delay: "soon" }))).toBeInstanceOf(Error);
  expect(ends).toMatchObject([{ name: "ConfigurationError" }]);
});

test("gives no two routes the same queue", () => {
  const names = [
    ["a", "b.c"],
    ["a.b", "c"],
    ["a/b", "c"],
    ["a", "b/c"],
    ["a%2Fb", "c"],
  ].map(([name = "", routingKey = ""]) => {
    const exchange = { name, type: "topic" } as const;
    return delayQueue({ exchange, routingKey }, 1_000).name;
  });
  expect(new Set(names).size).toBe(names.length);
});
