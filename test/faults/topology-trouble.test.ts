import { Buffer } from "node:buffer";
import { expect, onTestFinished, test } from "vitest";
import { Reject } from "../../runtime/index.js";
import { kept, Ledger } from "../support/ledger.js";
import { type OrderPaid, orderFamily } from "../support/order-family.js";
import { useBench } from "../support/use-bench.js";
import { nextEvent, poll, Seen } from "../support/waiting.js";

const bench = useBench();

test("goes on consuming after its queue is deleted with a backlog and declared again by another client", async () => {
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
  const publisher = await rabbit.publisher(family.versions.v1);
  await ledger.publishAll(publisher, "gone", 20);
  await gate.count(5);
  const [lost, recovered] = [nextEvent(rabbit, "consumer-lost"), nextEvent(rabbit, "consumer-recovered")];
  await bench.channel.deleteQueue(queue);
  expect(await lost).toMatchObject({ queue, cause: { message: expect.stringContaining("cancelled") } });
  await recovered;
  isOpen = true;
  for (const resolve of gate.items) resolve(); // their acks are for messages that are no more
  await ledger.publishAll(publisher, "new", 50);
  await ledger.handledAll(55);
  await poll(async () => (await bench.count(queue)) === 0);
  await rabbit.close();
  const { lost: missing, ...balance } = await ledger.collect(bench, queue);
  // five in hands, and perhaps one more that was delivered before the prefetch grew from one to five
  expect(balance).toMatchObject({
    handled: 70 - missing.length,
    ghosts: [],
    duplicates: 0,
    dead: 0,
    queued: 0,
  });
  expect([14, 15], "what was deleted with the queue").toContain(missing.length);
}, 60_000);

test("says so when its queue comes back with other arguments, and consumes when that is put right", async () => {
  const family = orderFamily();
  const queue = bench.queue();
  const proxy = await bench.proxy();
  const rabbit = await bench.connect({ url: proxy.url });
  const ledger = new Ledger();
  const v1 = ({ orderId }: OrderPaid) => ledger.handled(orderId);
  await rabbit.consumer(family, { queue, handlers: { v1, v2: "dead-letter" } });
  const publisher = await rabbit.publisher(family.versions.v1);
  const told = nextEvent(rabbit, "consumer-lost", ({ cause }) => cause.name === "TopologyMismatchError");
  const recovered = nextEvent(rabbit, "consumer-recovered");
  proxy.hold("to client", true); // it learns of the deletion when the other queue is there
  await bench.channel.deleteQueue(queue);
  await bench.channel.assertQueue(queue, { durable: true, arguments: { "x-queue-type": "classic" } });
  proxy.hold("to client", false);
  expect(await told).toMatchObject({ cause: { kind: "queue", entity: queue } });
  await bench.channel.deleteQueue(queue);
  await recovered;
  await ledger.publishAll(publisher, "o", 20);
  await ledger.handledAll(20);
  await rabbit.close();
  expect(await ledger.collect(bench, queue)).toMatchObject({ ...kept, handled: 20, duplicates: 0 });
}, 120_000);

test.each(["dead", "retry.50"])(
  "keeps a failed message while <queue>.%s cannot be declared, and moves it when it can",
  async (name) => {
    const family = orderFamily();
    const queue = bench.queue();
    const rabbit = await bench.connect();
    const ledger = new Ledger();
    const failures = new Seen<string>();
    rabbit.on("copy-failed", ({ target, cause }) => failures.add(`${target} ${cause.message}`));
    await rabbit.consumer(family, {
      queue,
      prefetch: 2,
      retry: { delays: ["50ms"], maxAttempts: 2 },
      handlers: {
        v1: ({ orderId }, { attempt }) => {
          if (orderId === "bad-0" && name === "dead") throw new Reject("no");
          if (orderId === "bad-0" && attempt === 1) throw new Error("again");
          ledger.handled(orderId);
        },
        v2: "dead-letter",
      },
    });
    const publisher = await rabbit.publisher(family.versions.v1);
    const target = `${queue}.${name}`;
    await bench.channel.deleteQueue(target);
    await bench.channel.assertQueue(target, { durable: true, arguments: { "x-queue-type": "classic" } });
    await ledger.publishAll(publisher, "bad", 1);
    await failures.count(1);
    await ledger.publishAll(publisher, "good", 20);
    await ledger.handledAll(20);
    const [first] = await failures.count(3);
    expect(first).toContain(target);
    await bench.channel.deleteQueue(target);
    if (name === "dead") await bench.holds(target, 1);
    else await ledger.handledAll(21);
    await rabbit.close();
    const balance = await ledger.collect(bench, queue, 50);
    const expected = name === "dead" ? { handled: 20, dead: 1 } : { handled: 21, dead: 0 };
    expect(balance).toMatchObject({ ...kept, ...expected, queued: 0, duplicates: 0 });
    expect(failures.items.length, "no hot loop").toBeLessThan(50);
  },
  120_000,
);

test("refuses to consume when the dead-letter queue exists with other arguments, and touches no message", async () => {
  const family = orderFamily();
  const queue = await bench.bound(family);
  const dead = `${queue}.dead`;
  await bench.channel.assertQueue(dead, { durable: true, arguments: { "x-queue-type": "classic" } });
  bench.channel.sendToQueue(queue, Buffer.from('{"orderId":"o"}'));
  bench.channel.sendToQueue(dead, Buffer.from("an old dead letter"));
  const rabbit = await bench.connect();
  const consumer = rabbit.consumer(family, { queue, handlers: { v1: () => {}, v2: "dead-letter" } });
  await expect(consumer).rejects.toMatchObject({
    name: "TopologyMismatchError",
    entity: dead,
    argument: "x-queue-type",
    existing: "'classic'",
  });
  await bench.holds(queue, 1);
  await bench.holds(dead, 1);
});

test("names the argument and both values when a queue of another team has its own limit", async () => {
  const family = orderFamily();
  const queue = bench.queue();
  const theirs = {
    "x-queue-type": "quorum",
    "x-dead-letter-exchange": "",
    "x-dead-letter-routing-key": `${queue}.dead`,
    "x-dead-letter-strategy": "at-least-once",
    "x-overflow": "reject-publish",
    "x-delivery-limit": 7,
  };
  await bench.channel.assertQueue(queue, { durable: true, arguments: theirs });
  const rabbit = await bench.connect();
  const consumer = rabbit.consumer(family, { queue, handlers: { v1: () => {}, v2: "dead-letter" } });
  await expect(consumer).rejects.toMatchObject({
    name: "TopologyMismatchError",
    kind: "queue",
    entity: queue,
    argument: "x-delivery-limit",
    requested: "'20'",
    existing: "'7'",
  });
});

test("leaves crashed messages in the queue until the dead-letter queue is there", async ({ skip }) => {
  if (bench.lacks("rabbitmqctl")) skip("needs rabbitmqctl");
  const timeout = "dead_letter_worker_publisher_confirm_timeout"; // how often the broker tries, else 3 min
  await bench.broker.ctl("eval", `application:set_env(rabbit, ${timeout}, 1000).`);
  onTestFinished(async () => {
    await bench.broker.ctl("eval", `application:unset_env(rabbit, ${timeout}).`);
  });
  const family = orderFamily();
  const queue = bench.queue();
  const rabbit = await bench.connect();
  const ledger = new Ledger();
  await (
    await rabbit.consumer(family, { queue, handlers: { v1: "dead-letter", v2: "dead-letter" } })
  ).close();
  await bench.channel.deleteQueue(`${queue}.dead`);
  await ledger.publish(await rabbit.publisher(family.versions.v1), "o-1");
  // other people's consumer, which gives back without end: the queue's own limit of 20 stops it
  const returned = new Seen<number>();
  const { consumerTag } = await bench.channel.consume(queue, (message) => {
    if (message === null) return;
    returned.add(returned.items.length);
    bench.channel.reject(message, true);
  });
  await returned.count(21);
  await bench.channel.cancel(consumerTag);
  const again = await rabbit.consumer(family, { queue, handlers: { v1: () => {}, v2: "dead-letter" } });
  await bench.holds(`${queue}.dead`, 1);
  await again.close();
  expect(await ledger.collect(bench, queue)).toMatchObject({ ...kept, dead: 1, duplicates: 0 });
});
