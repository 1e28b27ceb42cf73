import { expect, test } from "vitest";
import type { Consumer, Rabbit } from "../../runtime/index.js";
import { orderFamily } from "../support/order-family.js";
import { useBench } from "../support/use-bench.js";
import { nextEvent, poll, Seen } from "../support/waiting.js";

const bench = useBench();

/** What the instances of one service did, in order. */
class Log {
  readonly begun = new Seen<{ readonly instance: string; readonly orderId: string }>();
  readonly ended = new Seen<string>();
  running = 0;
  most = 0;

  get orders(): readonly number[] {
    return this.begun.items.map(({ orderId }) => Number(orderId));
  }

  get instances(): ReadonlySet<string> {
    return new Set(this.begun.items.map(({ instance }) => instance));
  }
}

const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);
const shortWork = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 2));

function service(queue: string, prefetch: number) {
  const family = orderFamily();
  const log = new Log();
  const settings = { name: queue, arguments: { "x-single-active-consumer": true } };
  const start = async (
    instance: string,
    work: (orderId: string) => Promise<void> | void = shortWork,
    url?: string,
  ): Promise<{ readonly rabbit: Rabbit; readonly consumer: Consumer }> => {
    const rabbit = await bench.connect(url === undefined ? {} : { url });
    const consumer = await rabbit.consumer(family, {
      queue: settings,
      prefetch,
      retry: { strategy: "hold", delays: ["10ms"], maxAttempts: 9 },
      breaker: { failures: 1, pause: "50ms", maxPause: "100ms" },
      handlers: {
        v1: async ({ orderId }) => {
          log.begun.add({ instance, orderId });
          log.running += 1;
          log.most = Math.max(log.most, log.running);
          try {
            await work(orderId);
          } finally {
            log.running -= 1;
          }
          log.ended.add(orderId);
        },
        v2: "dead-letter",
      },
    });
    return { rabbit, consumer };
  };
  return { family, log, start };
}

test("keeps the order of a single active consumer over a rolling deployment, one message at a time", async () => {
  const { family, log, start } = service(bench.queue(), 1);
  let current = await start("0");
  const publisher = await current.rabbit.publisher(family.versions.v1);
  let isOver = false;
  const published = (async () => {
    for (let count = 0; ; count += 1) {
      if (isOver && count >= 400) return count;
      await publisher.publish({ orderId: String(count) });
    }
  })();
  /** Each instance has a part of the messages, however long the next one takes to start. */
  const hasBegun = (instance: number) => poll(async () => log.instances.has(String(instance)));
  for (const deployment of upTo(4)) {
    await log.ended.count(80 * (deployment + 1));
    await hasBegun(deployment);
    const next = await start(String(deployment + 1));
    await current.consumer.close();
    current = next;
  }
  await hasBegun(4);
  isOver = true;
  const count = await published;
  await log.ended.count(count);
  expect(log.orders).toEqual(upTo(count));
  expect(log.most).toBe(1);
  expect(log.instances.size).toBe(5);
});

test("keeps the order while messages fail and are held, though the breaker opens", async () => {
  const { family, log, start } = service(bench.queue(), 1);
  const failed = new Set<string>();
  const failOnce = (orderId: string): void => {
    if (Number(orderId) % 5 !== 0 || failed.has(orderId)) return;
    failed.add(orderId);
    throw new Error("not yet");
  };
  const first = await start("first", failOnce);
  await start("second", failOnce);
  const opened = nextEvent(first.rabbit, "breaker-open");
  const publisher = await first.rabbit.publisher(family.versions.v1);
  for (const index of upTo(30)) await publisher.publish({ orderId: String(index) });
  await opened;
  await log.ended.count(30);
  expect(log.ended.items.map(Number)).toEqual(upTo(30));
  expect(log.instances).toEqual(new Set(["first"]));
});

test("does not hand on the role when it starts carefully with a larger prefetch, nor when it pauses", async () => {
  const { family, log, start } = service(bench.queue(), 10);
  /** In the second half, long enough to meet its neighbors: more than one is delivered at a time. */
  const work = async (orderId: string): Promise<void> => {
    if (Number(orderId) === 70) await poll(async () => log.most > 1);
    else await shortWork();
  };
  const first = await start("first", work);
  await start("second");
  const publisher = await first.rabbit.publisher(family.versions.v1);
  await Promise.all(upTo(50).map((index) => publisher.publish({ orderId: String(index) })));
  await log.ended.count(50);
  await first.consumer.pause();
  await Promise.all(upTo(50).map((index) => publisher.publish({ orderId: String(50 + index) })));
  expect(log.begun.items).toHaveLength(50);
  await first.consumer.resume();
  await log.ended.count(100);
  expect(log.orders).toEqual(upTo(100));
  expect(log.instances).toEqual(new Set(["first"]));
  expect(log.most).toBeGreaterThan(1);
});

test("counts a failed message once when its consumer closes while it is held", async () => {
  const family = orderFamily();
  const queue = { name: bench.queue(), arguments: { "x-single-active-consumer": true } };
  const attempts = new Seen<number>();
  const start = async () => {
    const rabbit = await bench.connect();
    const consumer = await rabbit.consumer(family, {
      queue,
      retry: { strategy: "hold", delays: ["1m"], maxAttempts: 9 },
      handlers: {
        v1: (_, { attempt }) => {
          attempts.add(attempt);
          throw new Error("not yet");
        },
        v2: "dead-letter",
      },
    });
    return { rabbit, consumer };
  };
  const { rabbit, consumer } = await start();
  await (await rabbit.publisher(family.versions.v1)).publish({ orderId: "o-1" });
  await attempts.count(1);
  await consumer.close();
  const second = await start();
  await attempts.count(2);
  await second.consumer.close();
  expect(attempts.items).toEqual([1, 2]);
});

test("gives everything to the next instance in order when it is closed while it is paused", async () => {
  const { family, log, start } = service(bench.queue(), 10);
  const first = await start("first");
  await start("second");
  await first.consumer.pause();
  const publisher = await first.rabbit.publisher(family.versions.v1);
  for (const index of upTo(30)) await publisher.publish({ orderId: String(index) });
  await first.consumer.close();
  await log.ended.count(30);
  expect(log.orders).toEqual(upTo(30));
  expect(log.instances).toEqual(new Set(["second"]));
});

test("leaves the role to others when its connection is lost while it is paused", async () => {
  const proxy = await bench.proxy();
  const { family, log, start } = service(bench.queue(), 10);
  const first = await start("first", shortWork, proxy.url);
  await first.consumer.pause();
  const second = await start("second");
  const back = nextEvent(first.rabbit, "consumer-recovered");
  proxy.cut();
  await back;
  const publisher = await second.rabbit.publisher(family.versions.v1);
  await publisher.publish({ orderId: "0" });
  await log.ended.count(1);
  expect(log.instances).toEqual(new Set(["second"]));
  await second.consumer.close();
  await publisher.publish({ orderId: "1" });
  await first.consumer.resume();
  await log.ended.count(2);
  expect(log.orders).toEqual([0, 1]);
});
