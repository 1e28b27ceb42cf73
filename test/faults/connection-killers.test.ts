import { Buffer } from "node:buffer";
import { expect, test } from "vitest";
import { startBreakingProxy } from "../support/breaking-proxy.js";
import { kept, Ledger } from "../support/ledger.js";
import { orderFamily } from "../support/order-family.js";
import { useBench } from "../support/use-bench.js";
import { Seen } from "../support/waiting.js";

const bench = useBench();
const smallFrames = () => {
  const url = new URL(bench.broker.url);
  url.searchParams.set("frameMax", "8192");
  return url.href;
};

test("refuses headers that do not fit the connection's frames, and sends what does", async () => {
  const family = orderFamily();
  const queue = await bench.bound(family);
  const rabbit = await bench.connect({ url: smallFrames() });
  const publisher = await rabbit.publisher(family.versions.v1);
  const lost: unknown[] = [];
  rabbit.on("disconnected", (event) => lost.push(event));
  const ledger = new Ledger();
  const large = publisher.publish({ orderId: "large" }, { headers: { trace: "x".repeat(10 * 1024) } });
  const neighbors = ledger.publishAll(publisher, "o", 50);
  await expect(large).rejects.toMatchObject({
    name: "MessageTooLargeError",
    part: "headers",
    limit: 8_192,
    certainty: "not-sent",
  });
  await neighbors;
  const body = { orderId: "x".repeat(50_000) }; // takes as many frames as it needs
  await expect(publisher.publish(body, { messageId: "body" })).resolves.toHaveProperty("messageId");
  expect(await ledger.collect(bench, queue)).toMatchObject({ ...kept, confirmed: 50, queued: 51 });
  expect(lost).toEqual([]);
});

test("sends headers that just fill a frame, and not one byte more", async () => {
  const family = orderFamily();
  const queue = await bench.bound(family);
  const rabbit = await bench.connect({ url: smallFrames() });
  const publisher = await rabbit.publisher(family.versions.v1);
  const sized = (bytes: number) =>
    publisher.publish(
      { orderId: "o-1" },
      { headers: { trace: "é".repeat(bytes / 2) + "x".repeat(bytes % 2) } },
    );
  const over = await sized(8_192).then(
    () => expect.unreachable("over the limit"),
    (error: { readonly size: number }) => error.size - 8_192,
  );
  await expect(sized(8_192 - over)).resolves.toHaveProperty("messageId");
  await expect(sized(8_192 - over + 1)).rejects.toMatchObject({ name: "MessageTooLargeError", size: 8_193 });
  await bench.holds(queue, 1);
});

test("shortens copies until they fit the connection's frames", async () => {
  const family = orderFamily();
  const queue = bench.queue();
  const rabbit = await bench.connect({ url: smallFrames() });
  const lost: unknown[] = [];
  rabbit.on("disconnected", (event) => lost.push(event));
  const attempts = new Seen<number>();
  await rabbit.consumer(family, {
    queue,
    retry: { delays: ["1ms"], maxAttempts: 2 },
    handlers: {
      v1: (_, { attempt }) => {
        attempts.add(attempt);
        throw new Error("é".repeat(20_000));
      },
      v2: "dead-letter",
    },
  });
  const headers = { "content-type": "application/json; version=v1", long: "x".repeat(20_000), short: "kept" };
  const { exchange, routingKey } = family.versions.v1;
  bench.channel.publish(exchange.name, routingKey, Buffer.from('{"orderId":"o-1"}'), { headers });
  await attempts.count(2);
  const { properties } = await bench.take(`${queue}.dead`);
  expect(properties.headers).toMatchObject({
    "rabbitgen-reason": "attempts-exhausted",
    "rabbitgen-routing-key": routingKey,
    "rabbitgen-attempts": "2",
    "content-type": headers["content-type"],
    short: "kept",
  });
  expect(properties.headers).not.toHaveProperty("long");
  expect(lost).toEqual([]);
});

test("finds the message at which the broker closes the connection, and sends all others of all publishers", async () => {
  const proxy = await startBreakingProxy(bench.broker.url, "culprit");
  const [family, beside] = [orderFamily(), orderFamily()];
  const [queue, nextDoor] = [await bench.bound(family), await bench.bound(beside)];
  const rabbit = await bench.connect({ url: proxy.url });
  const publishers = [
    await rabbit.publisher(family.versions.v1),
    await rabbit.publisher(beside.versions.v1),
  ] as const;
  const waits: unknown[] = [];
  rabbit.on("reconnecting", (event) => waits.push(event));
  const ledgers = [new Ledger(), new Ledger()] as const;
  const before = proxy.taken;
  const sent = [ledgers[0].publishAll(publishers[0], "o", 50), ledgers[1].publishAll(publishers[1], "n", 50)];
  const bad = publishers[0].publish({ orderId: "bad" }, { headers: { trace: "culprit" } });
  await expect(bad).rejects.toMatchObject({
    name: "BrokerRefusedError",
    certainty: "refused",
    message: expect.stringMatching(/closed the connection because of this message.*501/),
    cause: { code: 501 },
  });
  await Promise.all(sent);
  expect(proxy.taken - before).toBeLessThanOrEqual(3);
  expect(waits).not.toEqual([]);
  expect(await ledgers[0].collect(bench, queue)).toMatchObject({ ...kept, confirmed: 50, queued: 50 });
  expect(await ledgers[1].collect(bench, nextDoor)).toMatchObject({ ...kept, confirmed: 50, queued: 50 });
});
