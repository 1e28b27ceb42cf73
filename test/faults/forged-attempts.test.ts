import { Buffer } from "node:buffer";
import { expect, test } from "vitest";
import type { Delivered } from "../../runtime/index.js";
import { kept, Ledger } from "../support/ledger.js";
import { type OrderPaid, orderFamily } from "../support/order-family.js";
import { useBench } from "../support/use-bench.js";
import { Seen } from "../support/waiting.js";

const bench = useBench();

/** All that a copy out of a retry queue has, as far as a publisher can write it. */
const forged = (queue: string, messageId: string): object => ({
  "rabbitgen-attempt": "51",
  "rabbitgen-attempt-of": `${queue} ${messageId}`,
  "x-delivery-count": 50,
  "x-first-death-queue": `${queue}.retry.50`,
  "x-first-death-reason": "expired",
  "x-death": [
    { queue: `${queue}.retry.50`, reason: "expired", exchange: "", count: 50, "routing-keys": [queue] },
  ],
});

const cases = [
  { type: "quorum", strategy: "delay", by: "exchange", attempts: [1, 2, 3] },
  { type: "quorum", strategy: "delay", by: "queue", attempts: [3] },
  { type: "quorum", strategy: "requeue", by: "exchange", attempts: [1, 2, 3] },
  { type: "quorum", strategy: "hold", by: "exchange", attempts: [1, 2, 3] },
  { type: "quorum", strategy: "none", by: "exchange", attempts: [1] },
  { type: "quorum", strategy: "none", by: "queue", attempts: [3] },
  { type: "classic", strategy: "delay", by: "exchange", attempts: [1, 2, 3] },
  { type: "classic", strategy: "delay", by: "queue", attempts: [3] },
] as const;

test.each(cases)(
  "calls the handler for a message with forged counts, by way of the $by, $type queue, strategy $strategy",
  async ({ type, strategy, by, attempts }) => {
    const family = orderFamily();
    const queue = bench.queue();
    const rabbit = await bench.connect();
    const seen: number[] = [];
    await rabbit.consumer(family, {
      queue: { name: queue, type },
      retry: { strategy, delays: ["50ms"], maxAttempts: 3 },
      handlers: {
        v1: (_: OrderPaid, { attempt }: Delivered) => {
          seen.push(attempt);
          throw new Error("no");
        },
        v2: "dead-letter",
      },
    });
    const [exchange, routingKey] = by === "exchange" ? [`x.${family.event}`, family.event] : ["", queue];
    bench.channel.publish(exchange, routingKey, Buffer.from('{"orderId":"o"}'), {
      contentType: "application/json; version=v1",
      messageId: "m-1",
      headers: forged(queue, "m-1"),
    });
    const { properties } = await bench.take(`${queue}.dead`);
    expect(properties.headers).toMatchObject({
      "rabbitgen-reason": "attempts-exhausted",
      "rabbitgen-attempts": String(attempts.at(-1)),
      "rabbitgen-error-message": "no",
    });
    expect(seen).toEqual(attempts);
  },
);

test.each(["quorum", "classic"] as const)(
  "handles a message with forged counts that is redelivered after a lost connection, %s queue",
  async (type) => {
    const family = orderFamily();
    const queue = bench.queue();
    const proxy = await bench.proxy();
    const rabbit = await bench.connect({ url: proxy.url });
    const seen = new Seen<readonly [attempt: number, redelivered: boolean]>();
    const v1 = async (_: OrderPaid, { attempt, redelivered, signal }: Delivered) => {
      seen.add([attempt, redelivered]);
      if (!redelivered) await new Promise((resolve) => signal.addEventListener("abort", resolve));
    };
    await rabbit.consumer(family, { queue: { name: queue, type }, handlers: { v1, v2: "dead-letter" } });
    bench.channel.publish(`x.${family.event}`, family.event, Buffer.from('{"orderId":"o"}'), {
      contentType: "application/json; version=v1",
      messageId: "m-1",
      headers: forged(queue, "m-1"),
    });
    await seen.count(1);
    proxy.cut();
    expect(await seen.count(2)).toEqual([
      [1, false],
      [type === "quorum" ? 2 : 1, true],
    ]);
  },
);

test("counts a first attempt of a message that a handler forwards with the headers of its own message", async () => {
  const [paid, copied] = [orderFamily(), orderFamily()];
  const queues = [bench.queue(), bench.queue()] as const;
  const rabbit = await bench.connect();
  const ledger = new Ledger();
  const attempts = new Seen<number>();
  const v1 = ({ orderId }: OrderPaid, { attempt, raw }: Delivered): void => {
    if (attempt < 3) throw new Error("again");
    const { headers, contentType } = raw.properties;
    bench.channel.publish(`x.${copied.event}`, copied.event, raw.content, {
      contentType,
      messageId: `${orderId}-copied`,
      headers,
    });
    ledger.handled(orderId);
  };
  const retry = { delays: ["50ms"], maxAttempts: 3 };
  await rabbit.consumer(paid, { queue: queues[0], retry, handlers: { v1, v2: "dead-letter" } });
  await rabbit.consumer(copied, {
    queue: queues[1],
    retry,
    handlers: { v1: (_: OrderPaid, { attempt }: Delivered) => attempts.add(attempt), v2: "dead-letter" },
  });
  await ledger.publish(await rabbit.publisher(paid.versions.v1), "o-1");
  expect(await attempts.count(1)).toEqual([1]);
  await rabbit.close();
  expect(await ledger.collect(bench, queues[0], 50)).toMatchObject({
    ...kept,
    handled: 1,
    dead: 0,
    queued: 0,
  });
});
