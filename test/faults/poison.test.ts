import { expect, test } from "vitest";
import { kept, Ledger } from "../support/ledger.js";
import { orderFamily } from "../support/order-family.js";
import { useBench } from "../support/use-bench.js";
import { Seen } from "../support/waiting.js";

const bench = useBench();

const settings = [
  { type: "quorum", strategy: "delay" },
  { type: "quorum", strategy: "hold" },
  { type: "quorum", strategy: "requeue" },
  { type: "quorum", strategy: "none" },
  { type: "classic", strategy: "delay" },
  { type: "classic", strategy: "none" },
] as const;

test.each(settings)(
  "ends a message that always fails after its attempts, $type queue, strategy $strategy",
  async ({ type, strategy }) => {
    const family = orderFamily();
    const queue = bench.queue();
    const rabbit = await bench.connect();
    const ledger = new Ledger();
    const attempts: number[] = [];
    await rabbit.consumer(family, {
      queue: { name: queue, type },
      prefetch: 5,
      retry: { strategy, delays: ["50ms"], maxAttempts: 4 },
      handlers: {
        v1: ({ orderId }, { attempt }) => {
          if (orderId !== "poison-0") return ledger.handled(orderId);
          attempts.push(attempt);
          throw new Error("poison");
        },
        v2: "dead-letter",
      },
    });
    const publisher = await rabbit.publisher(family.versions.v1);
    await Promise.all([ledger.publishAll(publisher, "poison", 1), ledger.publishAll(publisher, "good", 50)]);
    await ledger.handledAll(50);
    await bench.holds(`${queue}.dead`, 1);
    await rabbit.close();
    const balance = await ledger.collect(bench, queue, 50);
    expect(balance).toMatchObject({ ...kept, handled: 50, dead: 1, queued: 0, duplicates: 0 });
    expect(attempts).toEqual(strategy === "none" ? [1] : [1, 2, 3, 4]);
  },
);

test("loses nothing when an operator's policy allows fewer deliveries than the consumer's attempts", async ({
  skip,
}) => {
  if (bench.lacks("rabbitmqctl")) skip("needs rabbitmqctl");
  const family = orderFamily();
  const queue = bench.queue();
  const pattern = `^${queue.replace(".", "\\.")}$`;
  const { ctl } = bench.broker;
  await ctl("set_policy", queue, pattern, '{"delivery-limit":2}', "--apply-to", "queues");
  const rabbit = await bench.connect();
  const ledger = new Ledger();
  const attempts = new Seen<number>();
  await rabbit.consumer(family, {
    queue,
    retry: { strategy: "requeue", maxAttempts: 50 },
    handlers: {
      v1: ({ orderId }, { attempt }) => {
        if (orderId !== "poison-0") return ledger.handled(orderId);
        attempts.add(attempt);
        throw new Error("poison");
      },
      v2: "dead-letter",
    },
  });
  const publisher = await rabbit.publisher(family.versions.v1);
  await ledger.publishAll(publisher, "poison", 1);
  await ledger.publishAll(publisher, "good", 20);
  await ledger.handledAll(20);
  await bench.holds(`${queue}.dead`, 1);
  await rabbit.close();
  await ctl("clear_policy", queue);
  const balance = await ledger.collect(bench, queue);
  expect(balance).toMatchObject({ ...kept, handled: 20, dead: 1, queued: 0 });
  expect(attempts.items).toEqual([1, 2, 3]);
});
