import { expect, onTestFinished, test } from "vitest";
import type { Rabbit, RabbitEvents } from "../../runtime/index.js";
import { orderFamily } from "../support/order-family.js";
import { useBench } from "../support/use-bench.js";
import { nextEvent, Seen } from "../support/waiting.js";

const bench = useBench();
const breaker = { failures: 3, pause: 50, maxPause: 200 };
const retry = { strategy: "delay", delays: ["50ms"], maxAttempts: 100 } as const;

test("pauses after a run of failures, probes with one message at a time, and goes on when one succeeds", async () => {
  const family = orderFamily();
  const rabbit = await bench.connect();
  let isDown = true;
  let running = 0;
  const together: number[] = [];
  const done = new Seen<string>();
  const consumer = await rabbit.consumer(family, {
    queue: bench.queue(),
    prefetch: 3,
    retry,
    breaker,
    handlers: {
      v1: async ({ orderId }) => {
        running += 1;
        if (rabbit.health().consumers[0]?.state === "breaker-probing") together.push(running);
        await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
        if (isDown) throw new Error("the database is down");
        done.add(orderId);
      },
      v2: "dead-letter",
    },
  });
  const opened = nextEvent(rabbit, "breaker-open");
  const probed = new Seen<RabbitEvents["breaker-probing"]>();
  rabbit.on("breaker-probing", (event) => probed.add(event));
  const publisher = await rabbit.publisher(family.versions.v1);
  for (let i = 0; i < 12; i += 1) await publisher.publish({ orderId: `o-${i}` });
  expect(await opened).toMatchObject({ queue: consumer.queue, failures: 3, cause: { message: /database/ } });
  await probed.count(2); // the first probe fails, and the breaker opens again
  isDown = false;
  await nextEvent(rabbit, "breaker-closed");
  expect(new Set(await done.count(12)).size).toBe(12);
  expect(together.length).toBeGreaterThanOrEqual(2);
  expect(new Set(together)).toEqual(new Set([1]));
  expect(rabbit.health().status).toBe("ok");
});

test("does not count a rejection on purpose as a failure, and never pauses with breaker: false", async () => {
  const [rejecting, failing] = [orderFamily(), orderFamily()];
  const rabbit = await bench.connect();
  const opened: unknown[] = [];
  rabbit.on("breaker-open", (event) => opened.push(event));
  const { Reject } = await import("../../runtime/index.js");
  const dead = new Seen<unknown>();
  rabbit.on("dead-letter", (event) => dead.add(event));
  const none = { strategy: "none" } as const;
  await rabbit.consumer(rejecting, {
    queue: bench.queue(),
    breaker,
    retry: none,
    handlers: {
      v1: () => {
        throw new Reject("no");
      },
      v2: "dead-letter",
    },
  });
  await rabbit.consumer(failing, {
    queue: bench.queue(),
    breaker: false,
    retry: none,
    handlers: {
      v1: () => {
        throw new Error("always");
      },
      v2: "dead-letter",
    },
  });
  for (const family of [rejecting, failing]) {
    const publisher = await rabbit.publisher(family.versions.v1);
    for (let i = 0; i < 5; i += 1) await publisher.publish({ orderId: `o-${i}` });
  }
  await dead.count(10);
  expect(opened).toEqual([]);
});

test("does not let fifty messages that fail hold up the hundred behind them", async () => {
  const family = orderFamily();
  const rabbit = await bench.connect();
  const handled = new Seen<string>();
  const queue = bench.queue();
  const options = {
    queue,
    prefetch: 10,
    handlers: {
      v1: ({ orderId }: { orderId: string }) => {
        if (orderId.startsWith("bad")) throw new Error(`no customer for ${orderId}`);
        handled.add(orderId);
      },
      v2: "dead-letter",
    },
  } as const;
  const consumer = await rabbit.consumer(family, options);
  await consumer.pause();
  const publisher = await rabbit.publisher(family.versions.v1);
  for (let i = 0; i < 50; i += 1) await publisher.publish({ orderId: `bad-${i}` });
  for (let i = 0; i < 100; i += 1) await publisher.publish({ orderId: `good-${i}` });
  const opened = nextEvent(rabbit, "breaker-open");
  await consumer.resume();
  await opened; // with its default settings
  expect(new Set(await handled.count(100)).size).toBe(100);
});

test("stays paused over a reconnect, takes nothing, and resumes where it was", async () => {
  const proxy = await bench.proxy();
  const family = orderFamily();
  const queue = bench.queue();
  const rabbit = await bench.connect({ url: proxy.url });
  const seen = new Seen<string>();
  const handlers = {
    v1: ({ orderId }: { orderId: string }) => seen.add(orderId),
    v2: "dead-letter",
  } as const;
  const consumer = await rabbit.consumer(family, { queue, handlers });
  await consumer.pause();
  expect(rabbit.health()).toMatchObject({ status: "degraded", consumers: [{ queue, state: "paused" }] });
  const back = nextEvent(rabbit, "consumer-recovered");
  proxy.cut();
  await back;
  const publisher = await rabbit.publisher(family.versions.v1);
  for (const orderId of ["o-1", "o-2"]) await publisher.publish({ orderId });
  await bench.holds(queue, 2);
  expect(seen.items).toEqual([]);
  await consumer.resume();
  expect(await seen.count(2)).toEqual(["o-1", "o-2"]);
  expect(rabbit.health().consumers[0]).toEqual({ queue, state: "consuming", active: 0 });
});

test("gives back what was on its way when it was paused", async () => {
  const family = orderFamily();
  const queue = bench.queue();
  const rabbit = await bench.connect();
  const seen = new Seen<string>();
  let pausing: Promise<void> | undefined;
  const consumer = await rabbit.consumer(family, {
    queue,
    prefetch: 50,
    handlers: {
      v1: ({ orderId }) => {
        seen.add(orderId);
        pausing ??= consumer.pause(); // while the others of its burst are parsed
      },
      v2: "dead-letter",
    },
  });
  const publisher = await rabbit.publisher(family.versions.v1);
  await Promise.all(Array.from({ length: 50 }, (_, i) => publisher.publish({ orderId: `o-${i}` })));
  await seen.count(1);
  await pausing;
  await bench.holds(queue, 50 - seen.items.length);
  await consumer.resume();
  expect(new Set(await seen.count(50)).size).toBe(50);
});

test("reports the state of connections, publishers and consumers, and that the rabbit is closed", async () => {
  const family = orderFamily();
  const queue = bench.queue();
  const rabbit: Rabbit = await bench.connect();
  await rabbit.consumer(family, { queue, handlers: { v1: "dead-letter", v2: "dead-letter" } });
  await rabbit.publisher(family.versions.v1);
  const node = new URL(bench.broker.url).host;
  const { event } = family;
  expect(rabbit.health()).toEqual({
    status: "ok",
    connections: [
      { role: "consuming", vhost: "/", node, state: "open" },
      { role: "publishing", vhost: "/", node, state: "open" },
    ],
    publishers: [{ event, version: "v1", state: "open", pending: 0 }],
    consumers: [{ queue, state: "consuming", active: 0 }],
  });
  await rabbit.close();
  expect(rabbit.health().status).toBe("closed");
});

test("ends the backoff of one connection when its sibling is back", async () => {
  const proxy = await bench.proxy();
  const family = orderFamily();
  const rabbit = await bench.connect({ url: proxy.url });
  await rabbit.consumer(family, { queue: bench.queue(), handlers: { v1: "dead-letter", v2: "dead-letter" } });
  await rabbit.publisher(family.versions.v1);
  proxy.refuse(true);
  const tries = new Seen<string>();
  /** When each connection's wait ends. */
  const ends = new Map<string, number>();
  rabbit.on("reconnecting", ({ role, delayMs }) => {
    ends.set(role, performance.now() + delayMs);
    tries.add(role);
  });
  proxy.cut();
  // full jitter: sooner or later both wait, the one much longer than the other
  const areApart = (): boolean => {
    const [soon = 0, late = 0] = [...ends.values()].sort((a, b) => a - b);
    return soon - performance.now() > 100 && late - soon > 3_000;
  };
  while (!areApart()) await tries.count(tries.items.length + 1);
  let isOver = false;
  const wait = setTimeout(() => (isOver = true), Math.max(...ends.values()) - performance.now());
  onTestFinished(() => clearTimeout(wait));
  const both = new Seen<RabbitEvents["connected"]>();
  rabbit.on("connected", (event) => both.add(event));
  proxy.refuse(false);
  await both.count(2);
  expect(isOver, "the wait, which what a busy machine needs for two handshakes is far below").toBe(false);
});
