import { beforeEach, expect, test } from "vitest";
import { kept, Ledger } from "../support/ledger.js";
import { type OrderPaid, orderFamily } from "../support/order-family.js";
import { useBench } from "../support/use-bench.js";
import { nextEvent, Seen } from "../support/waiting.js";

const bench = useBench();
beforeEach(({ skip }) => skip(bench.lacks("node"), "needs node"));

test.each(["per-role", "single"] as const)(
  "loses nothing when rabbitmqctl closes all connections twice under load, connections %s",
  async (connections) => {
    const family = orderFamily();
    const queue = bench.queue();
    const rabbit = await bench.connect({ connections });
    const ledger = new Ledger();
    const v1 = ({ orderId }: OrderPaid) => ledger.handled(orderId);
    const count = connections === "single" ? 1 : 2;
    await rabbit.consumer(family, { queue, prefetch: 20, handlers: { v1, v2: "dead-letter" } });
    const publisher = await rabbit.publisher(family.versions.v1, { timeout: 120_000 });
    for (const round of ["first", "second"]) {
      const lost = new Seen<Error>();
      rabbit.on("disconnected", ({ cause }) => lost.add(cause));
      const closing = bench.broker.ctl("close_all_connections", "maintenance");
      // goes on while rabbitmqctl starts, so that some are in flight when it strikes, until it has closed all
      for (let i = 0; lost.items.length < count; i += 1) await ledger.publish(publisher, `${round}-${i}`);
      await Promise.all([closing, ledger.publishAll(publisher, `${round}-after`, 100)]);
    }
    const { confirmed, unknown } = ledger.balance();
    expect(unknown).toBe(0);
    await ledger.handledAll(confirmed);
    await rabbit.close();
    const balance = await ledger.collect(bench, queue);
    expect(balance).toMatchObject({
      ...kept,
      handled: confirmed,
      notSent: 0,
      refused: 0,
      dead: 0,
      queued: 0,
    });
    expect(balance.duplicates, "at most what was prefetched or unconfirmed").toBeLessThanOrEqual(44);
  },
  180_000,
);

test("works off a backlog after kill -9 and a restart, with publishes before, during and after", async () => {
  const family = orderFamily();
  const queue = bench.queue();
  const rabbit = await bench.connect();
  const ledger = new Ledger();
  const started = new Seen<() => void>();
  let isOpen = false;
  const v1 = async ({ orderId }: OrderPaid) => {
    if (!isOpen) await new Promise<void>((resolve) => started.add(resolve));
    ledger.handled(orderId);
  };
  await rabbit.consumer(family, { queue, prefetch: 10, handlers: { v1, v2: "dead-letter" } });
  const publisher = await rabbit.publisher(family.versions.v1, { timeout: 170_000 });
  await ledger.publishAll(publisher, "backlog", 1_000);
  await started.count(10);
  // what RabbitMQ itself writes late: without it 3.10 may not find a young quorum queue again
  await bench.broker.ctl("eval", "mnesia:sync_log(), [dets:sync(T) || T <- dets:all()].");
  const lost = nextEvent(rabbit, "disconnected", ({ role }) => role === "consuming");
  await bench.broker.kill();
  await lost;
  isOpen = true;
  for (const resolve of started.items) resolve(); // their outcomes come too late: their channel is gone
  const during = ledger.publishAll(publisher, "during", 200);
  await bench.broker.start();
  await during;
  await ledger.publishAll(publisher, "after", 100);
  const { confirmed, refused } = ledger.balance();
  expect(confirmed + refused, "a queue that still starts may refuse").toBe(1_300);
  await ledger.handledAll(confirmed);
  await rabbit.close();
  const balance = await ledger.collect(bench, queue);
  expect(balance).toMatchObject({ ...kept, handled: confirmed, unknown: 0, dead: 0, queued: 0 });
  expect(balance.duplicates, "the ten that were in hands are handled twice").toBe(10);
}, 180_000);

test("tries again with growing pauses while the broker is away for 60 s, and says which publishes are not sent", async () => {
  const proxy = await bench.proxy();
  const family = orderFamily();
  const queue = bench.queue();
  const rabbit = await bench.connect({ url: proxy.url });
  const ledger = new Ledger();
  const v1 = ({ orderId }: OrderPaid) => ledger.handled(orderId);
  await rabbit.consumer(family, { queue, handlers: { v1, v2: "dead-letter" } });
  const publisher = await rabbit.publisher(family.versions.v1);
  await ledger.publish(publisher, "before");
  const delays: number[] = [];
  rabbit.on("reconnecting", ({ role, delayMs }) => {
    if (role === "publishing") delays.push(delayMs);
  });
  const goneAt = Date.now();
  const away = nextEvent(rabbit, "reconnecting", () => Date.now() - goneAt > 60_000);
  const gone = nextEvent(rabbit, "disconnected", ({ role }) => role === "publishing");
  proxy.refuse(true);
  proxy.cut();
  await gone;
  const impatient = ledger.publishAll(publisher, "impatient", 50); // gives up after its 30 s
  const patient = ledger.publishAll(publisher, "patient", 50, { timeout: 200_000 });
  await impatient;
  expect(ledger.balance()).toMatchObject({ confirmed: 1, notSent: 50, unknown: 0 });
  await away;
  expect(delays.length, "attempts of one connection").toBeLessThan(100);
  expect(delays.length).toBeGreaterThan(3);
  expect(Math.max(...delays)).toBeLessThanOrEqual(30_000);
  proxy.refuse(false);
  await patient;
  await ledger.handledAll(51);
  await rabbit.close();
  const balance = await ledger.collect(bench, queue);
  expect(balance).toMatchObject({ ...kept, confirmed: 51, notSent: 50, handled: 51 });
  expect(balance.duplicates, "the first one's ack may have gone with the connection").toBeLessThanOrEqual(1);
}, 240_000);
