import { Buffer } from "node:buffer";
import { expect, test } from "vitest";
import type { Delivered } from "../../runtime/index.js";
import { type OrderPaid, orderFamily } from "../support/order-family.js";
import { useBench } from "../support/use-bench.js";
import { nextEvent, Seen } from "../support/waiting.js";

const bench = useBench();

test("loses nothing when the broker closes all connections with publishes in flight, and the consumer recovers", async ({
  skip,
}) => {
  if (bench.lacks("rabbitmqctl")) skip("needs rabbitmqctl");
  const family = orderFamily();
  const queue = bench.queue();
  const rabbit = await bench.connect();
  const seen = new Set<string>();
  let complete = () => {};
  const all = new Promise<void>((resolve) => {
    complete = resolve;
  });
  const v1 = ({ orderId }: OrderPaid) => {
    seen.add(orderId);
    if (seen.size === 500) complete();
  };
  await rabbit.consumer(family, { queue, prefetch: 20, handlers: { v1, v2: "dead-letter" } });
  const publisher = await rabbit.publisher(family.versions.v1);
  const lost = nextEvent(rabbit, "consumer-lost");
  const closing = bench.broker.ctl("close_all_connections", "test");
  const batch: Promise<unknown>[] = [];
  // goes on while rabbitmqctl starts, so that some are in flight when it strikes
  for (let i = 0; i < 500; i += 1) {
    batch.push(publisher.publish({ orderId: String(i) }));
    if (i % 10 === 0) await Promise.race([batch.at(-1), lost]);
    if (i === 400) await lost;
  }
  await closing;
  await Promise.all(batch);
  await all;
  expect(seen.size).toBe(500);
});

test("takes a message again whose handler was running when the channel went, and counts the outcome as lost", async () => {
  const proxy = await bench.proxy();
  const family = orderFamily();
  const rabbit = await bench.connect({ url: proxy.url });
  const deliveries = new Seen<Delivered>();
  const finish = new Seen<() => void>();
  const fired: unknown[] = [];
  await rabbit.consumer(family, {
    queue: bench.queue(),
    handlers: {
      v1: (_, message) => {
        message.signal.addEventListener("abort", () => fired.push(message.attempt));
        deliveries.add(message);
        return new Promise<void>((resolve) => finish.add(resolve));
      },
      v2: "dead-letter",
    },
  });
  const publisher = await rabbit.publisher(family.versions.v1);
  await publisher.publish({ orderId: "o-1" });
  await finish.count(1);
  const lost = nextEvent(rabbit, "settle-lost");
  proxy.cut();
  expect(await lost).toMatchObject({ total: 1, attempt: 1 });
  const [first, second] = await deliveries.count(2); // while the first handler still runs
  expect(second).toMatchObject({ messageId: first?.messageId, redelivered: true, attempt: 2 });
  expect(fired).toEqual([1]);
  for (const resolve of await finish.count(2)) resolve();
  expect(await rabbit.close()).toMatchObject({ abandoned: 0 });
});

test("does not let a late outcome of a lost channel settle another message with the same tag", async () => {
  const proxy = await bench.proxy();
  const family = orderFamily();
  const queue = bench.queue();
  const rabbit = await bench.connect({ url: proxy.url });
  const started = new Seen<string>();
  const finish = new Seen<() => void>();
  await rabbit.consumer(family, {
    queue,
    handlers: {
      v1: ({ orderId }) => {
        started.add(orderId);
        return new Promise<void>((resolve) => finish.add(resolve));
      },
      v2: "dead-letter",
    },
  });
  const publisher = await rabbit.publisher(family.versions.v1);
  await publisher.publish({ orderId: "o-1" });
  await started.count(1);
  proxy.cut();
  await started.count(2);
  finish.items[0]?.(); // the old handler ends: its tag 1 is the new delivery's too
  await new Promise((resolve) => setImmediate(resolve));
  proxy.cut();
  expect(await started.count(3)).toEqual(["o-1", "o-1", "o-1"]);
  for (const resolve of finish.items) resolve();
});

test("reports a handler whose signal was aborted only once, and survives its late rejection", async () => {
  const proxy = await bench.proxy();
  const family = orderFamily();
  const rabbit = await bench.connect({ url: proxy.url });
  const started = new Seen<number>();
  await rabbit.consumer(family, {
    queue: bench.queue(),
    handlers: {
      v1: (_, { signal, attempt }) => {
        started.add(attempt);
        if (attempt > 1) return;
        return new Promise<void>((_resolve, reject) =>
          signal.addEventListener("abort", () => reject(signal.reason)),
        );
      },
      v2: "dead-letter",
    },
  });
  await (await rabbit.publisher(family.versions.v1)).publish({ orderId: "o-1" });
  await started.count(1);
  proxy.cut();
  expect(await started.count(2)).toEqual([1, 2]);
});

test("publishes after the broker was away, within the deadline, and says so when it stays away", async () => {
  const proxy = await bench.proxy();
  const family = orderFamily();
  const queue = await bench.bound(family);
  const rabbit = await bench.connect({ url: proxy.url });
  const publisher = await rabbit.publisher(family.versions.v1);
  proxy.refuse(true);
  const gone = nextEvent(rabbit, "disconnected");
  proxy.cut();
  await gone;
  const late = publisher.publish({ orderId: "late" }, { timeout: 100 });
  await expect(late).rejects.toMatchObject({ name: "PublishTimeoutError", certainty: "not-sent" });
  const published = publisher.publish({ orderId: "o-1" });
  await nextEvent(rabbit, "reconnecting");
  proxy.refuse(false);
  const { messageId } = await published;
  expect((await bench.take(queue)).properties.messageId).toBe(messageId);
});

test("tries the nodes of a cluster in turn", async () => {
  const [first, second] = [await bench.proxy(), await bench.proxy()];
  first.refuse(true);
  const family = orderFamily();
  await bench.bound(family);
  const rabbit = await bench.connect({ url: [first.url, second.url] });
  const publisher = await rabbit.publisher(family.versions.v1);
  await publisher.publish({ orderId: "o-1" });
  first.refuse(false);
  second.refuse(true);
  const back = nextEvent(rabbit, "connected");
  second.cut();
  await publisher.publish({ orderId: "o-2" });
  expect((await back).node).toBe(new URL(first.url).host);
});

test("reports a blocked connection, holds publishes back as not sent, and goes on afterwards", async ({
  skip,
}) => {
  if (bench.lacks("rabbitmqctl")) skip("needs rabbitmqctl");
  const family = orderFamily();
  await bench.bound(family);
  const rabbit = await bench.connect();
  const publisher = await rabbit.publisher(family.versions.v1);
  await bench.broker.ctl("set_vm_memory_high_watermark", "0.0000001");
  const blocked = nextEvent(rabbit, "blocked");
  const first = publisher.publish({ orderId: "o-1" }); // the broker blocks who publishes
  expect(await blocked).toMatchObject({ role: "publishing", reason: expect.stringContaining("memory") });
  const held = publisher.publish({ orderId: "o-2" }, { timeout: 100 });
  await expect(held).rejects.toMatchObject({ certainty: "not-sent" });
  const later = publisher.publish({ orderId: "o-3" });
  const unblocked = nextEvent(rabbit, "unblocked");
  await bench.broker.ctl("set_vm_memory_high_watermark", "0.4");
  await unblocked;
  await Promise.all([first, later]);
});

test("reconnects a hundred times without leaving sockets behind", async () => {
  const proxy = await bench.proxy();
  const family = orderFamily();
  const rabbit = await bench.connect({ url: proxy.url });
  const seen = new Seen<string>();
  const queue = bench.queue();
  await rabbit.consumer(family, {
    queue,
    handlers: { v1: ({ orderId }) => seen.add(orderId), v2: "dead-letter" },
  });
  const warnings: Error[] = [];
  const onWarning = (warning: Error) => warnings.push(warning);
  process.on("warning", onWarning);
  for (let i = 0; i < 100; i += 1) {
    const back = nextEvent(rabbit, "consumer-recovered"); // a connection that was of no use would be a failed attempt
    proxy.cut();
    await back;
  }
  bench.channel.publish(`x.${family.event}`, family.event, Buffer.from('{"orderId":"end"}'), {
    contentType: "application/json; version=v1",
  });
  expect(await seen.count(1)).toEqual(["end"]);
  expect(proxy.open).toBeLessThanOrEqual(2);
  process.off("warning", onWarning);
  expect(warnings).toEqual([]);
});
