import { expect, test } from "vitest";
import type { EventVersion } from "../../runtime/contract/event-version.js";
import type { Delivered } from "../../runtime/index.js";
import { delayQueue } from "../../runtime/topology/queue-topology.js";
import { type OrderFamily, orderFamily } from "../support/order-family.js";
import { useBench } from "../support/use-bench.js";
import { Seen } from "../support/waiting.js";

const bench = useBench();
const rejection = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => "it did not reject",
    (error: unknown) => error,
  );

/** An event whose routing key has its order's id in it, under a name of its own. */
function byData(type: EventVersion["exchange"]["type"] = "topic"): OrderFamily {
  const { event } = orderFamily();
  const family = orderFamily({
    exchange: { name: `x.${event}`, type },
    routingKey: "order.{orderId}.paid",
    routingKeyParts: ["order.", { payload: ["orderId"] }, ".paid"],
  });
  return family;
}

/** What a consumer sees: the keys of the messages, and the messages. */
function watch() {
  const seen = new Seen<readonly [key: string, message: Delivered]>();
  const handler = (_: unknown, message: Delivered): void => {
    seen.add([message.raw.fields.routingKey, message]);
  };
  return { seen, handlers: { v1: handler, v2: "dead-letter" } as const };
}

const keysOf = (items: readonly (readonly [string, Delivered])[]): readonly string[] =>
  items.map(([key]) => key).sort();

test("brings messages to the queues that are bound for the keys that their data make", async () => {
  const family = byData();
  const rabbit = await bench.connect();
  const [all, one, two] = [watch(), watch(), watch()];
  await rabbit.consumer(family, { queue: bench.queue(), handlers: all.handlers });
  await rabbit.consumer(family, { queue: bench.queue(), bind: "order.eu.*", handlers: one.handlers });
  const bind = ["order.us.paid", "order.asia.#"];
  await rabbit.consumer(family, { queue: bench.queue(), bind, handlers: two.handlers });
  const publisher = await rabbit.publisher(family.versions.v1);
  for (const orderId of ["eu", "us", "asia", "x y"]) await publisher.publish({ orderId });
  expect(keysOf(await all.seen.count(4))).toEqual([
    "order.asia.paid",
    "order.eu.paid",
    "order.us.paid",
    "order.x y.paid",
  ]);
  expect(keysOf(await one.seen.count(1))).toEqual(["order.eu.paid"]);
  expect(keysOf(await two.seen.count(2))).toEqual(["order.asia.paid", "order.us.paid"]);
});

test("takes the words that the payload does not have from the options of publish", async () => {
  const family = orderFamily();
  const v1 = {
    ...family.versions.v1,
    routingKey: "{area}.paid",
    routingKeyParts: [{ publish: "area" }, ".paid"],
  } as const;
  const routed = { event: family.event, versions: { v1, v2: family.versions.v2 } };
  const published: string[] = [];
  const instrumentation = {
    publish: ({ routingKey }: { readonly routingKey: string }) => {
      published.push(routingKey);
      return undefined;
    },
  };
  const rabbit = await bench.connect({ instrumentation });
  const { seen, handlers } = watch();
  await rabbit.consumer(routed, { queue: bench.queue(), handlers });
  const publisher = await rabbit.publisher(v1);
  await publisher.publish({ orderId: "o-1" }, { routingKey: { area: "shop" } });
  expect(keysOf(await seen.count(1))).toEqual(["shop.paid"]);
  const error = { name: "RoutingKeyError", certainty: "not-sent", placeholder: "area" };
  const untyped = publisher as unknown as { publish(...args: readonly unknown[]): Promise<unknown> };
  for (const options of [[], [{}], [{ routingKey: {} }], [{ routingKey: { area: "a.b" } }]])
    expect(await rejection(untyped.publish({ orderId: "o" }, ...options))).toMatchObject(error);
  expect(await rejection(untyped.publish({ orderId: "o" }, { routingKey: "shop.paid" }))).toMatchObject({
    name: "ConfigurationError",
    certainty: "not-sent",
  });
  expect(published).toEqual(["shop.paid"]);
});

test("sends no message whose data make no key", async () => {
  const family = byData();
  const rabbit = await bench.connect();
  const queue = await bench.bound(family);
  const publisher = await rabbit.publisher(family.versions.v1);
  for (const orderId of ["", "a.b", "*", "#", "x".repeat(245), "\ud800"])
    expect(await rejection(publisher.publish({ orderId }))).toMatchObject({
      name: "RoutingKeyError",
      certainty: "not-sent",
      placeholder: "orderId",
    });
  await publisher.publish({ orderId: "x".repeat(244) });
  const { fields } = await bench.take(queue);
  expect(fields.routingKey).toHaveLength(255);
});

test("binds a queue to the keys that are listed on a direct exchange", async () => {
  const family = byData("direct");
  const rabbit = await bench.connect();
  const { seen, handlers } = watch();
  const queue = bench.queue();
  expect(await rejection(rabbit.consumer(family, { queue, handlers }))).toMatchObject({
    name: "ConfigurationError",
    message: expect.stringContaining('list them in "bind"'),
  });
  await rabbit.consumer(family, { queue, bind: ["order.eu.paid", "order.us.paid"], handlers });
  const publisher = await rabbit.publisher(family.versions.v1);
  await publisher.publish({ orderId: "eu" });
  await publisher.publish({ orderId: "us" });
  expect(await rejection(publisher.publish({ orderId: "asia" }))).toMatchObject({
    name: "UnroutableError",
    routingKey: "order.asia.paid",
  });
  expect(keysOf(await seen.count(2))).toEqual(["order.eu.paid", "order.us.paid"]);
});

test("identifies messages without a type by their keys, at each attempt, and keeps the keys in dead letters", async () => {
  const { event } = orderFamily();
  const exchange = { name: `x.${event}`, type: "topic" } as const;
  const named = (name: string): OrderFamily =>
    orderFamily({
      exchange,
      routingKey: `order.{orderId}.${name}`,
      routingKeyParts: ["order.", { payload: ["orderId"] }, `.${name}`],
    });
  const [paid, late] = [named("paid"), named("late")];
  const rabbit = await bench.connect();
  const seen = new Seen<string>();
  const handlers = {
    v1: ({ orderId }: { readonly orderId: string }, { event, attempt }: Delivered) => {
      seen.add(`${event === paid.event ? "paid" : "late"} ${orderId} ${attempt}`);
      throw new Error("always");
    },
    v2: "dead-letter",
  } as const;
  const queue = bench.queue();
  await rabbit.consumer([paid, late], {
    queue,
    retry: { delays: ["50ms"], maxAttempts: 2 },
    bind: { [late.event]: "order.eu.late" },
    handlers: { [paid.event]: handlers, [late.event]: handlers },
  });
  const headers = { "content-type": "application/json; version=v1" };
  const body = Buffer.from('{"orderId":"eu"}');
  for (const key of ["order.eu.paid", "order.eu.late", "order.us.late"])
    bench.channel.publish(exchange.name, key, body, { headers });
  expect([...(await seen.count(4))].sort()).toEqual(["late eu 1", "late eu 2", "paid eu 1", "paid eu 2"]);
  await bench.holds(`${queue}.dead`, 2);
  const letters = [await bench.take(`${queue}.dead`), await bench.take(`${queue}.dead`)];
  const dead = letters.map(({ properties }) => properties.headers?.["rabbitgen-routing-key"]);
  expect(dead.sort()).toEqual(["order.eu.late", "order.eu.paid"]);
});

test("keeps the key of a delayed message, in one queue for all keys of a delay", async () => {
  const family = byData();
  const { v1 } = family.versions;
  const rabbit = await bench.connect();
  const { seen, handlers } = watch();
  await rabbit.consumer(family, { queue: bench.queue(), handlers });
  const publisher = await rabbit.publisher(v1);
  for (const orderId of ["eu", "us"]) await publisher.publish({ orderId }, { delay: "24h" });
  await bench.holds(delayQueue(v1, 86_400_000).name, 2);
  await publisher.publish({ orderId: "eu" }, { delay: "900ms" });
  await publisher.publish({ orderId: "us" }, { delay: "1s", correlationId: "c" });
  const items = await seen.count(2);
  expect(keysOf(items)).toEqual(["order.eu.paid", "order.us.paid"]);
  for (const [, message] of items) {
    expect(message.raw.fields.exchange).toBe(v1.exchange.name);
    expect(message).toMatchObject({ attempt: 1, event: family.event });
  }
  await bench.holds(delayQueue(v1, 1_000).name, 0);
});

test.each(["queue", "exchange"] as const)(
  "loses no delayed message when the %s of its delay is gone",
  async (what) => {
    const family = byData();
    const { name } = delayQueue(family.versions.v1, 86_400_000);
    const publisher = await (await bench.connect()).publisher(family.versions.v1);
    await publisher.publish({ orderId: "eu" }, { delay: "24h" });
    if (what === "queue") await bench.channel.deleteQueue(name);
    else await bench.channel.deleteExchange(name);
    await publisher.publish({ orderId: "us" }, { delay: "24h" });
    await bench.holds(name, what === "queue" ? 1 : 2);
    const others = await bench.connect({ declare: "check" });
    const other = await others.publisher(family.versions.v1);
    expect(await rejection(other.publish({ orderId: "eu" }, { delay: "12h" }))).toMatchObject({
      name: "BrokerRefusedError",
      cause: { name: "TopologyMissingError" },
    });
    await other.publish({ orderId: "eu" }, { delay: "24h" }); // declared by the first
  },
);

test("adds its bindings to those that a queue has", async () => {
  const family = byData();
  const queue = bench.queue();
  const [first, second] = [watch(), watch()];
  const before = await bench.connect();
  await before.consumer(family, { queue, bind: "order.eu.paid", handlers: first.handlers });
  await before.close();
  const rabbit = await bench.connect();
  await rabbit.consumer(family, { queue, bind: "order.us.paid", handlers: second.handlers });
  const publisher = await rabbit.publisher(family.versions.v1);
  for (const orderId of ["eu", "us"]) await publisher.publish({ orderId });
  expect(keysOf(await second.seen.count(2))).toEqual(["order.eu.paid", "order.us.paid"]);
});
