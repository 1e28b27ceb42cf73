import { expect, test } from "vitest";
import type { Method } from "../support/amqp-frames.js";
import { kept, Ledger } from "../support/ledger.js";
import { orderFamily } from "../support/order-family.js";
import { useBench } from "../support/use-bench.js";
import { nextEvent } from "../support/waiting.js";

const bench = useBench();

const handshake: readonly Method[] = [
  "protocol-header",
  "connection.start",
  "connection.start-ok",
  "connection.tune",
  "connection.tune-ok",
  "connection.open",
  "connection.open-ok",
];

test.each(handshake)("connects at the second try when %s is reset", async (method) => {
  const proxy = await bench.proxy();
  const struck = proxy.strike(method, "reset");
  await bench.connect({ url: proxy.url });
  await struck;
  expect(proxy.attempts).toBe(2);
});

test.each(handshake)("comes back when %s of a reconnect is reset", async (method) => {
  const proxy = await bench.proxy();
  const family = orderFamily();
  const queue = await bench.bound(family);
  const rabbit = await bench.connect({ url: proxy.url });
  const publisher = await rabbit.publisher(family.versions.v1);
  const struck = proxy.strike(method, "reset");
  const again = nextEvent(rabbit, "reconnecting");
  proxy.cut();
  await struck;
  expect(await again).toMatchObject({ cause: { name: "ConnectError" } });
  const ledger = new Ledger();
  await ledger.publishAll(publisher, "o", 20);
  expect(await ledger.collect(bench, queue)).toMatchObject({ ...kept, confirmed: 20, duplicates: 0 });
});

const publishing: readonly Method[] = [
  "channel.open",
  "channel.open-ok",
  "confirm.select",
  "confirm.select-ok",
  "exchange.declare",
  "exchange.declare-ok",
];

test.each(publishing)("makes a publisher, and restores it, when %s is reset", async (method) => {
  const proxy = await bench.proxy();
  const family = orderFamily();
  const queue = await bench.bound(family);
  const rabbit = await bench.connect({ url: proxy.url });
  const struck = proxy.strike(method, "reset");
  const publisher = await rabbit.publisher(family.versions.v1);
  await struck;
  const ledger = new Ledger();
  await ledger.publishAll(publisher, "before", 20);
  const struckAgain = proxy.strike(method, "reset");
  proxy.cut();
  await struckAgain;
  await ledger.publishAll(publisher, "after", 20);
  await rabbit.close();
  expect(await ledger.collect(bench, queue)).toMatchObject({ ...kept, confirmed: 40, duplicates: 0 });
});

const consuming: readonly Method[] = [
  "channel.open",
  "channel.open-ok",
  "queue.declare",
  "queue.declare-ok",
  "exchange.declare",
  "queue.bind",
  "queue.bind-ok",
  "basic.qos",
  "basic.qos-ok",
  "basic.consume",
  "basic.consume-ok",
];

test.each(consuming)("makes a consumer, and restores it, when %s is reset", async (method) => {
  const proxy = await bench.proxy();
  const family = orderFamily();
  const queue = bench.queue();
  const publisher = await (await bench.connect()).publisher(family.versions.v1);
  const rabbit = await bench.connect({ url: proxy.url });
  const ledger = new Ledger();
  const v1 = ({ orderId }: { orderId: string }) => ledger.handled(orderId);
  const struck = proxy.strike(method, "reset");
  await rabbit.consumer(family, { queue, prefetch: 10, handlers: { v1, v2: "dead-letter" } });
  await struck;
  await ledger.publishAll(publisher, "before", 20);
  await ledger.handledAll(20);
  const recovered = nextEvent(rabbit, "consumer-recovered");
  const struckAgain = proxy.strike(method, "reset");
  proxy.cut();
  await struckAgain;
  await ledger.publishAll(publisher, "after", 20);
  await recovered;
  await ledger.handledAll(40);
  await rabbit.close();
  const balance = await ledger.collect(bench, queue);
  expect(balance).toMatchObject({ ...kept, confirmed: 40, handled: 40, dead: 0 });
  expect(balance.duplicates, "the acks of the first 20 may go down with the connection").toBeLessThanOrEqual(
    10,
  );
});
