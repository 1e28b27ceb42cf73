import { expect, test } from "vitest";
import { Reject } from "../../runtime/index.js";
import { orderFamily } from "../support/order-family.js";
import { useBench } from "../support/use-bench.js";
import { nextEvent, poll, Seen } from "../support/waiting.js";

const bench = useBench();

test("gives each instance every message, and all of them one queue of dead letters", async () => {
  const family = orderFamily();
  const name = bench.queue();
  const seen = new Seen<string>();
  const instance = async (which: string) => {
    const rabbit = await bench.connect();
    return rabbit.consumer(family, {
      queue: { name, perInstance: true },
      handlers: {
        v1: ({ orderId }) => {
          seen.add(`${which} ${orderId}`);
          if (orderId === "bad") throw new Reject("no");
          if (orderId === "failing") throw new Error("no");
        },
        v2: "dead-letter",
      },
    });
  };
  const first = await instance("first");
  const second = await instance("second");
  expect(first.queue).toMatch(/\.instance\.[0-9a-f-]{36}$/);
  expect(second.queue).not.toBe(first.queue);
  const publisher = await (await bench.connect()).publisher(family.versions.v1);
  for (const orderId of ["good", "bad", "failing"]) await publisher.publish({ orderId });
  const all = ["first bad", "first failing", "first good", "second bad", "second failing", "second good"];
  expect([...(await seen.count(6))].sort()).toEqual(all);
  await bench.holds(`${name}.dead`, 4); // no retry unless it is asked for
});

test("keeps its queue over a lost connection, holds a failed message, and leaves no queue behind", async () => {
  const family = orderFamily();
  const name = bench.queue();
  const proxy = await bench.proxy();
  const rabbit = await bench.connect({ url: proxy.url });
  const attempts = new Seen<number>();
  const options = {
    queue: { name, perInstance: true, arguments: { "x-expires": 1_000 } },
    retry: { strategy: "hold", delays: ["10ms"], maxAttempts: 2 },
    handlers: {
      v1: (_: unknown, { attempt }: { readonly attempt: number }) => {
        attempts.add(attempt);
        throw new Error("always");
      },
      v2: "dead-letter",
    },
  } as const;
  const consumer = await rabbit.consumer(family, options);
  const { queue } = consumer;
  const back = nextEvent(rabbit, "consumer-recovered");
  proxy.cut();
  await back; // a queue that expired before is declared again
  await (await rabbit.publisher(family.versions.v1)).publish({ orderId: "o-1" });
  expect(await attempts.count(2)).toEqual([1, 2]);
  await bench.holds(`${name}.dead`, 1);
  expect(consumer.queue).toBe(queue);
  await rabbit.close();
  await poll(async () => (await bench.count(queue)) === undefined);
});

test("keeps its queue while it is paused, though nothing is taken from it", async () => {
  const family = orderFamily();
  const rabbit = await bench.connect();
  const seen = new Seen<string>();
  const consumer = await rabbit.consumer(family, {
    queue: { name: bench.queue(), perInstance: true, arguments: { "x-expires": 500 } },
    handlers: { v1: ({ orderId }) => seen.add(orderId), v2: "dead-letter" },
  });
  await consumer.pause();
  const publisher = await rabbit.publisher(family.versions.v1);
  for (const orderId of ["o-1", "o-2", "o-3"]) await publisher.publish({ orderId });
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  expect(seen.items).toEqual([]);
  await consumer.resume();
  expect(await seen.count(3)).toEqual(["o-1", "o-2", "o-3"]);
});

test("refuses what such a queue cannot have", async () => {
  const family = orderFamily();
  const rabbit = await bench.connect();
  const handlers = { v1: () => {}, v2: "dead-letter" } as const;
  const refused = (queue: object, retry: { readonly strategy?: "delay" } = {}) =>
    rabbit.consumer(family, { queue: { name: "cache", perInstance: true, ...queue }, retry, handlers });
  await expect(refused({}, { strategy: "delay" })).rejects.toThrow("its retry queues would outlive it");
  await expect(refused({ declare: "check" })).rejects.toThrow(
    "only the instance itself can declare its queue",
  );
  await expect(refused({ name: "n".repeat(210) })).rejects.toThrow("shorten it by 1");
  await expect(refused({ perInstance: "yes" })).rejects.toThrow(/perInstance of queue "cache"/);
  const checking = await bench.connect({ declare: "none" });
  const consumer = checking.consumer(family, { queue: { name: "cache", perInstance: true }, handlers });
  await expect(consumer).rejects.toThrow("only the instance itself can declare its queue");
});
