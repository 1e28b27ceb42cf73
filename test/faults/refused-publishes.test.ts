import { expect, onTestFinished, test } from "vitest";
import { kept, Ledger } from "../support/ledger.js";
import { orderFamily } from "../support/order-family.js";
import { useBench } from "../support/use-bench.js";

const bench = useBench();

test("refuses just what came after the queue was unbound, in the middle of a stream", async () => {
  const family = orderFamily();
  const queue = await bench.bound(family);
  const rabbit = await bench.connect();
  const publisher = await rabbit.publisher(family.versions.v1);
  const ledger = new Ledger();
  const { exchange, routingKey } = family.versions.v1;
  const stream = ledger.publishAll(publisher, "first", 300);
  await bench.channel.unbindQueue(queue, exchange.name, routingKey);
  await stream;
  await ledger.publishAll(publisher, "unbound", 100);
  await bench.channel.bindQueue(queue, exchange.name, routingKey);
  await ledger.publishAll(publisher, "bound", 100);
  const balance = await ledger.collect(bench, queue);
  expect(balance).toMatchObject({ ...kept, unknown: 0, notSent: 0, duplicates: 0 });
  expect(balance.refused).toBeGreaterThanOrEqual(100);
  expect(balance.queued).toBe(500 - balance.refused);
});

test("keeps neighbors' channels when an exchange is deleted under load, and loses nothing that was confirmed", async () => {
  const [family, neighbor] = [orderFamily(), orderFamily()];
  const [queue, nextDoor] = [await bench.bound(family), await bench.bound(neighbor)];
  const rabbit = await bench.connect({ connections: "single" });
  const ledgers = [new Ledger(), new Ledger()] as const;
  const publisher = await rabbit.publisher(family.versions.v1);
  const other = await rabbit.publisher(neighbor.versions.v1);
  const lost: string[] = [];
  rabbit.on("publisher-lost", ({ exchange }) => lost.push(exchange));
  rabbit.on("disconnected", () => lost.push("the connection"));
  const streams = [
    ledgers[0].publishAll(publisher, "o", 500),
    ledgers[1].publishAll(other, "n", 500),
    bench.channel.deleteExchange(`x.${family.event}`),
  ];
  await Promise.all(streams);
  await ledgers[0].publish(publisher, "between"); // on the new channel, whenever the old one was lost
  await ledgers[0].publishAll(publisher, "later", 100); // to the exchange that is there again, without bindings
  const [balance, beside] = [
    await ledgers[0].collect(bench, queue),
    await ledgers[1].collect(bench, nextDoor),
  ];
  expect(balance).toMatchObject({ ...kept, notSent: 0 });
  expect(balance.refused).toBeGreaterThanOrEqual(100);
  expect(balance.confirmed + balance.unknown).toBe(601 - balance.refused);
  expect(beside).toMatchObject({ ...kept, confirmed: 500, queued: 500, duplicates: 0 });
  expect(new Set(lost)).toEqual(new Set([`x.${family.event}`]));
});

test.each(["classic", "quorum"])(
  "refuses what a full %s queue does not take, and counts right",
  async (type) => {
    const family = orderFamily();
    const queue = bench.queue();
    const { exchange, routingKey } = family.versions.v1;
    await bench.channel.assertQueue(queue, {
      arguments: { "x-queue-type": type, "x-max-length": 50, "x-overflow": "reject-publish" },
    });
    await bench.channel.assertExchange(exchange.name, exchange.type);
    await bench.channel.bindQueue(queue, exchange.name, routingKey);
    const publisher = await (await bench.connect()).publisher(family.versions.v1);
    const ledger = new Ledger();
    await ledger.publishAll(publisher, "o", 1_000);
    const balance = await ledger.collect(bench, queue);
    expect(balance).toMatchObject({ ...kept, unknown: 0, notSent: 0, duplicates: 0 });
    expect(balance.confirmed).toBeGreaterThanOrEqual(50);
    expect(balance.refused, "a quorum queue tells late that it is full").toBeGreaterThan(0);
    expect(balance.queued).toBe(1_000 - balance.refused);
  },
);

test("says unknown, not refused, when the first sending may have succeeded and the second was refused", async () => {
  const proxy = await bench.proxy();
  const family = orderFamily();
  const queue = bench.queue();
  const { exchange, routingKey } = family.versions.v1;
  await bench.channel.assertQueue(queue, {
    arguments: { "x-max-length": 1, "x-overflow": "reject-publish" },
  });
  await bench.channel.assertExchange(exchange.name, exchange.type);
  await bench.channel.bindQueue(queue, exchange.name, routingKey);
  const publisher = await (await bench.connect({ url: proxy.url })).publisher(family.versions.v1);
  const ledger = new Ledger();
  proxy.hold("to client", true);
  const published = ledger.publish(publisher, "o-1");
  await bench.holds(queue, 1);
  proxy.cut();
  proxy.hold("to client", false);
  await published;
  expect(await ledger.collect(bench, queue)).toMatchObject({ ...kept, unknown: 1, queued: 1 });
});

test("refuses a message that is too large for this broker, and sends its neighbors on the channel", async ({
  skip,
}) => {
  if (bench.lacks("rabbitmqctl")) skip("needs rabbitmqctl");
  const { ctl } = bench.broker;
  const limit = (bytes: string) =>
    ctl(
      "eval",
      `application:set_env(rabbit, max_message_size, ${bytes}), persistent_term:put(max_message_size, ${bytes}).`,
    );
  const before = (await ctl("eval", "application:get_env(rabbit, max_message_size, 16777216).")).trim();
  onTestFinished(async () => void (await limit(before)));
  await limit("100000");
  const family = orderFamily();
  const queue = await bench.bound(family);
  const publisher = await (await bench.connect()).publisher(family.versions.v1);
  const ledger = new Ledger();
  const large = publisher.publish({ orderId: "x".repeat(200_000) });
  const neighbors = ledger.publishAll(publisher, "o", 200);
  await expect(large).rejects.toMatchObject({
    name: "BrokerRefusedError",
    certainty: "refused",
    message: expect.stringContaining("message size"),
  });
  await neighbors;
  const balance = await ledger.collect(bench, queue);
  expect(balance).toMatchObject({ ...kept, confirmed: 200, queued: 200 });
});

test("sends headers of just 32 KiB, and not one byte more", async () => {
  const family = orderFamily();
  const queue = await bench.bound(family);
  const publisher = await (await bench.connect()).publisher(family.versions.v1);
  // a table: its size, then per header a short name, a type and a long string
  const room = 32 * 1024 - 4 - (1 + "trace".length + 1 + 4);
  const sent = publisher.publish({ orderId: "o-1" }, { headers: { trace: "x".repeat(room) } });
  await expect(sent).resolves.toHaveProperty("messageId");
  const over = publisher.publish({ orderId: "o-2" }, { headers: { trace: "x".repeat(room + 1) } });
  await expect(over).rejects.toMatchObject({
    name: "MessageTooLargeError",
    part: "headers",
    size: 32 * 1024 + 1,
    certainty: "not-sent",
  });
  expect((await bench.take(queue)).properties.headers?.["trace"]).toHaveLength(room);
  await bench.holds(queue, 0);
});

test("sends 16 MiB, refuses one byte more without touching the channel, and goes on beside them", async () => {
  const family = orderFamily();
  const queue = await bench.bound(family);
  const rabbit = await bench.connect();
  const publisher = await rabbit.publisher(family.versions.v1);
  const lost: unknown[] = [];
  rabbit.on("publisher-lost", (event) => lost.push(event));
  const largest = "x".repeat(16 * 1024 * 1024 - '{"orderId":""}'.length);
  const ledger = new Ledger();
  const sent = [
    publisher.publish({ orderId: `${largest}x` }),
    publisher.publish({ orderId: largest }, { messageId: "largest" }),
    ledger.publishAll(publisher, "o", 100),
  ];
  const [over, just] = await Promise.allSettled(sent);
  expect(over).toMatchObject({ reason: { name: "MessageTooLargeError", certainty: "not-sent" } });
  expect(just).toMatchObject({ value: { messageId: "largest" } });
  expect(await ledger.collect(bench, queue)).toMatchObject({ ...kept, confirmed: 100, queued: 101 });
  expect(lost).toEqual([]);
});
