import { expect, test } from "vitest";
import { type Delivered, Reject, Retry } from "../../runtime/index.js";
import { kept, Ledger } from "../support/ledger.js";
import { type OrderPaid, orderFamily } from "../support/order-family.js";
import { useBench } from "../support/use-bench.js";
import { nextEvent, Seen } from "../support/waiting.js";

const bench = useBench();

const late: readonly (readonly [what: string, end: () => void])[] = [
  ["ack", () => {}],
  [
    "rejection",
    () => {
      throw new Reject("too late");
    },
  ],
  [
    "retry",
    () => {
      throw new Retry("too late");
    },
  ],
  [
    "error",
    () => {
      throw new Error("too late");
    },
  ],
];

test.each(late)("discards the late %s of a handler whose channel went, and counts it", async (_, end) => {
  const proxy = await bench.proxy();
  const family = orderFamily();
  const queue = bench.queue();
  const publisher = await (await bench.connect()).publisher(family.versions.v1);
  const rabbit = await bench.connect({ url: proxy.url });
  const ledger = new Ledger();
  const told: string[] = [];
  rabbit.on("retry", () => told.push("retry"));
  rabbit.on("dead-letter", () => told.push("dead-letter"));
  const finish = new Seen<() => void>();
  const ended = new Seen<string>();
  await rabbit.consumer(family, {
    queue,
    handlers: {
      v1: async ({ orderId }, { attempt }) => {
        if (attempt > 1) return ledger.handled(orderId);
        await new Promise<void>((resolve) => finish.add(resolve));
        ended.add(orderId);
        end();
      },
      v2: "dead-letter",
    },
  });
  await ledger.publish(publisher, "o-1");
  await finish.count(1);
  const lost = nextEvent(rabbit, "settle-lost");
  proxy.cut();
  expect(await lost).toMatchObject({ messageId: "o-1", attempt: 1, total: 1 });
  for (const resolve of finish.items) resolve();
  await ended.count(1);
  await ledger.handledAll(1);
  await rabbit.close();
  expect(await ledger.collect(bench, queue, 1_000)).toMatchObject({ ...kept, handled: 1, duplicates: 0 });
  expect(told).toEqual([]);
});

test("handles again what it could not acknowledge", async () => {
  const proxy = await bench.proxy();
  const family = orderFamily();
  const queue = bench.queue();
  const publisher = await (await bench.connect()).publisher(family.versions.v1);
  const rabbit = await bench.connect({ url: proxy.url });
  const ledger = new Ledger();
  const redelivered = new Seen<boolean>();
  const v1 = ({ orderId }: OrderPaid, message: Delivered) => {
    redelivered.add(message.redelivered);
    ledger.handled(orderId);
  };
  await rabbit.consumer(family, { queue, handlers: { v1, v2: "dead-letter" } });
  const struck = proxy.strike("basic.ack", "reset");
  await ledger.publish(publisher, "o-1");
  await struck;
  expect(await redelivered.count(2)).toEqual([false, true]);
  await rabbit.close();
  expect(await ledger.collect(bench, queue)).toMatchObject({ ...kept, handled: 1, duplicates: 1, queued: 0 });
});

test.each([
  { method: "basic.publish", cut: "its connection" },
  { method: "basic.ack", cut: "its connection" }, // the broker's confirm of the copy, which comes first
  { method: "basic.publish", cut: "all connections" },
] as const)(
  "loses no message when $cut is reset at $method of its copy for a retry",
  async ({ method, cut }) => {
    const proxy = await bench.proxy();
    const family = orderFamily();
    const queue = bench.queue();
    const publisher = await (await bench.connect()).publisher(family.versions.v1);
    const rabbit = await bench.connect({ url: proxy.url });
    const ledger = new Ledger();
    await rabbit.consumer(family, {
      queue,
      retry: { delays: ["50ms"] },
      handlers: {
        v1: ({ orderId }, { attempt }) => {
          if (attempt > 1) return ledger.handled(orderId);
          throw new Error("again");
        },
        v2: "dead-letter",
      },
    });
    const struck = proxy.strike(method, "reset");
    await ledger.publish(publisher, "o-1");
    await struck;
    if (cut === "all connections") proxy.cut();
    await ledger.handledAll(1);
    await rabbit.close();
    const balance = await ledger.collect(bench, queue, 50);
    expect(balance).toMatchObject({ ...kept, confirmed: 1, handled: 1, dead: 0 });
    expect(balance.duplicates, "the copy that was not confirmed is sent again").toBeLessThanOrEqual(1);
  },
);

test.each(["requeue", "delay"] as const)(
  "settles once when a handler is over its time and rejects later, strategy %s",
  async (strategy) => {
    const proxy = await bench.proxy();
    const family = orderFamily();
    const queue = bench.queue();
    const publisher = await (await bench.connect()).publisher(family.versions.v1);
    const rabbit = await bench.connect({ url: proxy.url });
    const ledger = new Ledger();
    const told = new Seen<string>();
    for (const name of ["retry", "dead-letter", "settle-lost", "consumer-lost"] as const)
      rabbit.on(name, () => told.add(name));
    const rejected = new Seen<string>();
    await rabbit.consumer(family, {
      queue,
      handlerTimeout: "100ms",
      retry: { strategy, delays: ["50ms"] },
      handlers: {
        v1: ({ orderId }, { attempt, signal }) => {
          if (attempt > 1) return ledger.handled(orderId);
          return new Promise<void>((_resolve, reject) =>
            signal.addEventListener("abort", () => {
              reject(new Reject("after its time"));
              rejected.add(orderId);
            }),
          );
        },
        v2: "dead-letter",
      },
    });
    await ledger.publish(publisher, "o-1");
    await rejected.count(1);
    await ledger.handledAll(1);
    await rabbit.close();
    expect(await ledger.collect(bench, queue, 50)).toMatchObject({
      ...kept,
      handled: 1,
      duplicates: 0,
      dead: 0,
    });
    expect(told.items).toEqual(["retry"]);
    // three acks with a copy: of the copy by the broker, of the original, and of the copy by the consumer
    const [rejects, acks] = strategy === "requeue" ? [1, 1] : [0, 3];
    expect([proxy.count("basic.reject"), proxy.count("basic.ack")]).toEqual([rejects, acks]);
    expect(proxy.count("basic.nack")).toBe(0);
  },
);
