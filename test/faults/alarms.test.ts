import { beforeEach, expect, onTestFinished, test } from "vitest";
import { kept, Ledger } from "../support/ledger.js";
import { type OrderPaid, orderFamily } from "../support/order-family.js";
import { useBench } from "../support/use-bench.js";
import { nextEvent, Seen } from "../support/waiting.js";

const bench = useBench();
beforeEach(({ skip }) => skip(bench.lacks("rabbitmqctl"), "needs rabbitmqctl"));

/** Each alarm, and how to raise and end it. */
const alarms = {
  memory: {
    raise: ["set_vm_memory_high_watermark", "0.0000001"],
    end: ["set_vm_memory_high_watermark", "0.4"],
  },
  disk: { raise: ["set_disk_free_limit", "1000000GB"], end: ["set_disk_free_limit", "1MB"] },
} as const;

async function raise(kind: keyof typeof alarms): Promise<() => Promise<unknown>> {
  const { raise, end } = alarms[kind];
  onTestFinished(async () => void (await bench.broker.ctl(...end)));
  await bench.broker.ctl(...raise);
  return () => bench.broker.ctl(...end);
}

test.each(["memory", "disk"] as const)(
  "holds publishes back during a %s alarm while the consumer works off its backlog and its acks count",
  async (kind) => {
    const family = orderFamily();
    const queue = bench.queue();
    const rabbit = await bench.connect();
    const ledger = new Ledger();
    const gate = new Seen<() => void>();
    let isOpen = false;
    const v1 = async ({ orderId }: OrderPaid) => {
      if (!isOpen) await new Promise<void>((resolve) => gate.add(resolve));
      ledger.handled(orderId);
    };
    await rabbit.consumer(family, { queue, prefetch: 5, handlers: { v1, v2: "dead-letter" } });
    const publisher = await rabbit.publisher(family.versions.v1, { timeout: 120_000 });
    await ledger.publishAll(publisher, "backlog", 100);
    await gate.count(5);
    const end = await raise(kind);
    const blocked = nextEvent(rabbit, "blocked");
    const first = ledger.publish(publisher, "first"); // the broker blocks who publishes
    expect(await blocked).toMatchObject({ role: "publishing" });
    isOpen = true;
    for (const resolve of gate.items) resolve();
    await ledger.handledAll(100);
    await ledger.publishAll(publisher, "impatient", 5, { timeout: 100 });
    expect(ledger.balance()).toMatchObject({ confirmed: 100, notSent: 5, unknown: 0 });
    const patient = ledger.publishAll(publisher, "patient", 50);
    const unblocked = nextEvent(rabbit, "unblocked");
    await end();
    await unblocked;
    await Promise.all([first, patient]);
    await ledger.handledAll(151);
    await rabbit.close();
    const balance = await ledger.collect(bench, queue);
    expect(balance).toMatchObject({ ...kept, confirmed: 151, notSent: 5, handled: 151, duplicates: 0 });
  },
  180_000,
);

test("keeps a failed message in its queue while its copy is blocked, and retries it afterwards", async () => {
  const family = orderFamily();
  const queue = bench.queue();
  const rabbit = await bench.connect();
  const ledger = new Ledger();
  let copyFailures = 0;
  rabbit.on("copy-failed", () => {
    copyFailures += 1;
  });
  const retried = new Seen<string>();
  rabbit.on("retry", ({ messageId = "" }) => retried.add(messageId));
  const start = new Seen<() => void>();
  await rabbit.consumer(family, {
    queue,
    prefetch: 2,
    retry: { delays: ["50ms"] },
    handlers: {
      v1: async ({ orderId }, { attempt }) => {
        if (attempt > 1) return ledger.handled(orderId);
        await new Promise<void>((resolve) => start.add(resolve));
        throw new Error("try again");
      },
      v2: "dead-letter",
    },
  });
  const publisher = await rabbit.publisher(family.versions.v1, { timeout: 120_000 });
  await ledger.publishAll(publisher, "o", 2);
  await start.count(2);
  const end = await raise("memory");
  const blocked = nextEvent(rabbit, "blocked");
  for (const resolve of start.items) resolve();
  await retried.count(2);
  expect(await blocked).toMatchObject({ role: "publishing" });
  const unblocked = nextEvent(rabbit, "unblocked");
  await end();
  await unblocked;
  await ledger.handledAll(2);
  await rabbit.close();
  const balance = await ledger.collect(bench, queue, 50);
  expect(balance).toMatchObject({ ...kept, confirmed: 2, handled: 2, dead: 0, queued: 0 });
  expect(balance.duplicates, "a copy may be there twice when its confirm was late").toBeLessThanOrEqual(
    copyFailures,
  );
}, 180_000);

test("closes while blocked: running handlers end, unsent publishes reject as not sent, and a message whose copy cannot be sent stays in its queue", async () => {
  const family = orderFamily();
  const queue = bench.queue();
  const rabbit = await bench.connect();
  const ledger = new Ledger();
  const start = new Seen<() => void>();
  const retried = nextEvent(rabbit, "retry");
  const v1 = async () => {
    await new Promise<void>((resolve) => start.add(resolve));
    throw new Error("try again");
  };
  await rabbit.consumer(family, { queue, retry: { delays: ["50ms"] }, handlers: { v1, v2: "dead-letter" } });
  const publisher = await rabbit.publisher(family.versions.v1, { timeout: 120_000 });
  await ledger.publish(publisher, "failing");
  await start.count(1);
  const end = await raise("memory");
  const blocked = nextEvent(rabbit, "blocked");
  const first = ledger.publish(publisher, "written");
  await blocked;
  const held = ledger.publishAll(publisher, "held", 20);
  for (const resolve of start.items) resolve();
  await retried;
  const closed = await rabbit.close({ timeout: 3_000 });
  expect(closed.unconfirmed).toBe(21);
  await Promise.all([first, held]);
  expect(ledger.balance()).toMatchObject({ confirmed: 1, notSent: 20, unknown: 1 });
  await end();
  expect(await ledger.collect(bench, queue, 50)).toMatchObject({ ...kept, handled: 0, dead: 0 });
}, 180_000);

test("keeps the deadlines of close while a publishing connection is blocked", async () => {
  const family = orderFamily();
  const queue = bench.queue();
  const rabbit = await bench.connect();
  const ledger = new Ledger();
  const dead = nextEvent(rabbit, "dead-letter");
  const v1 = () => {
    throw new Error("no");
  };
  await rabbit.consumer(family, { queue, retry: { strategy: "none" }, handlers: { v1, v2: "dead-letter" } });
  const [first, second] = [
    await rabbit.publisher(family.versions.v1),
    await rabbit.publisher(family.versions.v1),
  ];
  await ledger.publish(first, "dead");
  await dead;
  const end = await raise("memory");
  const blocked = nextEvent(rabbit, "blocked");
  const written = ledger.publish(first, "written", { timeout: 60_000 });
  await blocked;
  for (const publisher of [first, second]) await publisher.close({ timeout: 3_000 });
  await rabbit.close({ timeout: 5_000 });
  await written;
  await end();
  expect(await ledger.collect(bench, queue)).toMatchObject({ ...kept, confirmed: 1, unknown: 1 });
}, 180_000);
