import { expect, test } from "vitest";
import { kept, Ledger } from "../support/ledger.js";
import { type OrderPaid, orderFamily } from "../support/order-family.js";
import { useBench } from "../support/use-bench.js";
import { nextEvent, Seen } from "../support/waiting.js";

const bench = useBench();
type Wish = "pause" | "resume";

/** Waits until the queue has exactly the given number of consumers. */
async function hasConsumers(queue: string, count: number): Promise<void> {
  const consumers = async () => (await bench.channel.checkQueue(queue)).consumerCount;
  await expect.poll(consumers, { timeout: 15_000 }).toBe(count);
}

test.each<{ first: Wish; then: readonly [Wish, Wish] }>([
  { first: "resume", then: ["resume", "pause"] },
  { first: "resume", then: ["pause", "resume"] },
  { first: "pause", then: ["resume", "pause"] },
  { first: "pause", then: ["pause", "resume"] },
])(
  "does what was wished last, after $first, when two wishes come in one tick: $then",
  async ({ first, then }) => {
    const proxy = await bench.proxy();
    const family = orderFamily();
    const queue = bench.queue();
    const rabbit = await bench.connect({ url: proxy.url });
    const ledger = new Ledger();
    const v1 = ({ orderId }: OrderPaid) => ledger.handled(orderId);
    const consumer = await rabbit.consumer(family, { queue, handlers: { v1, v2: "dead-letter" } });
    const publisher = await rabbit.publisher(family.versions.v1);
    await consumer[first]();
    await Promise.all(then.map((wish) => consumer[wish]()));
    const isPaused = then[1] === "pause";
    await hasConsumers(queue, isPaused ? 0 : 1);
    await ledger.publishAll(publisher, "o", 3);
    if (isPaused) {
      await bench.holds(queue, 3);
      expect([proxy.count("basic.deliver"), proxy.count("basic.nack")], "while paused").toEqual([0, 0]);
      await consumer.resume();
    }
    await ledger.handledAll(3);
    await rabbit.close();
    const balance = await ledger.collect(bench, queue);
    expect(balance).toMatchObject({ ...kept, handled: 3, dead: 0, queued: 0, duplicates: 0 });
  },
);

test.each<{ wishes: readonly Wish[] }>([
  { wishes: ["resume"] },
  { wishes: ["pause", "resume"] },
  { wishes: ["resume", "pause", "resume"] },
])(
  "subscribes once when $wishes are requested while it declares after a cut connection",
  async ({ wishes }) => {
    const proxy = await bench.proxy();
    const family = orderFamily();
    const queue = bench.queue();
    const outside = await (await bench.connect()).publisher(family.versions.v1);
    const rabbit = await bench.connect({ url: proxy.url });
    const ledger = new Ledger();
    const v1 = ({ orderId }: OrderPaid) => ledger.handled(orderId);
    const consumer = await rabbit.consumer(family, { queue, handlers: { v1, v2: "dead-letter" } });
    const declaring = proxy.passed("queue.declare", proxy.count("queue.declare") + 1);
    const recovered = nextEvent(rabbit, "consumer-recovered");
    proxy.cut();
    await declaring;
    proxy.hold("to client", true);
    const heard: Promise<void>[] = [];
    for (const wish of wishes) {
      heard.push(consumer[wish]());
      await new Promise((resolve) => setImmediate(resolve));
    }
    proxy.hold("to client", false);
    await Promise.all([...heard, recovered]);
    await hasConsumers(queue, 1);
    await consumer.pause();
    await hasConsumers(queue, 0);
    const before = proxy.count("basic.deliver");
    await ledger.publishAll(outside, "o", 3);
    await bench.holds(queue, 3);
    expect(proxy.count("basic.deliver"), "while paused").toBe(before);
    await consumer.resume();
    await ledger.handledAll(3);
    await rabbit.close();
    expect(await ledger.collect(bench, queue)).toMatchObject({ ...kept, handled: 3, duplicates: 0 });
  },
);

test.each([1, 10])(
  "leaves the rest in the queue when the first failure opens the breaker, prefetch %i",
  async (prefetch) => {
    const proxy = await bench.proxy();
    const family = orderFamily();
    const queue = bench.queue();
    const outside = await (await bench.connect()).publisher(family.versions.v1);
    const rabbit = await bench.connect({ url: proxy.url });
    const ledger = new Ledger();
    const calls: string[] = [];
    const consumer = await rabbit.consumer(family, {
      queue,
      prefetch,
      breaker: { failures: 1, pause: "10m" },
      retry: { delays: ["1m"] },
      handlers: {
        v1: ({ orderId }) => {
          calls.push(orderId);
          throw new Error("the database is down");
        },
        v2: "dead-letter",
      },
    });
    const opened = nextEvent(rabbit, "breaker-open");
    for (let i = 0; i < 5; i += 1) await ledger.publish(outside, `o-${i}`);
    expect(await opened).toMatchObject({ queue, failures: 1 });
    await hasConsumers(queue, 0);
    await bench.holds(queue, 4);
    expect(calls).toEqual(["o-0"]);
    expect(consumer.health.state).toBe("breaker-open");
    // beside the first one: deliveries under way before the broker received the cancel
    expect(proxy.count("basic.nack"), "no hot loop").toBeLessThanOrEqual(4);
    await rabbit.close();
    const balance = await ledger.collect(bench, queue, 60_000);
    expect(balance).toMatchObject({ ...kept, handled: 0, dead: 0, duplicates: 0 });
  },
);

test("gives back at once, when it is paused, what was delivered beyond its prefetch and has not begun", async () => {
  const proxy = await bench.proxy();
  const family = orderFamily();
  const queue = bench.queue();
  const outside = await (await bench.connect()).publisher(family.versions.v1);
  const rabbit = await bench.connect({ url: proxy.url });
  const ledger = new Ledger();
  const running = new Seen<() => void>();
  const v1 = async ({ orderId }: OrderPaid) => {
    await new Promise<void>((resolve) => running.add(resolve));
    ledger.handled(orderId);
  };
  const handlers = { v1, v2: "dead-letter" } as const;
  const consumer = await rabbit.consumer(family, { queue, prefetch: 2, handlers });
  await ledger.publishAll(outside, "o", 6);
  // a consumer begins with one message, and takes two more when its prefetch grows
  await proxy.passed("basic.deliver", 3);
  await running.count(2);
  await bench.holds(queue, 3);
  await consumer.pause();
  await bench.holds(queue, 4);
  expect(consumer.health).toEqual({ queue, state: "paused", active: 2 });
  for (const resolve of running.items) resolve();
  await ledger.handledAll(2);
  await rabbit.close();
  expect(running.items).toHaveLength(2);
  const balance = await ledger.collect(bench, queue);
  expect(balance).toMatchObject({ ...kept, handled: 2, queued: 4, dead: 0, duplicates: 0 });
});
