import { Buffer } from "node:buffer";
import { once } from "node:events";
import { type AddressInfo, connect as connectSocket, createServer } from "node:net";
import { expect, test } from "vitest";
import { TopologyMissingError, type Warning } from "../../runtime/index.js";
import {
  deadLetterQueue,
  declareQueue,
  retryQueue,
  workQueue,
} from "../../runtime/topology/queue-topology.js";
import { type OrderFamily, orderFamily } from "../support/order-family.js";
import { useBench } from "../support/use-bench.js";
import { nextEvent, Seen } from "../support/waiting.js";

const bench = useBench();
const retry = { strategy: "delay", delays: ["50ms"], maxAttempts: 3 } as const;
const handlers = { v1: () => {}, v2: "dead-letter" } as const;

/** What an operator would make for this consumer, from the same declarations. */
async function byOperator(
  family: OrderFamily,
  queue: string,
  leaveOut: readonly string[] = [],
): Promise<void> {
  const { channel } = bench;
  const { exchange, routingKey } = family.versions.v1;
  for (const declaration of [deadLetterQueue(queue), workQueue(queue, "quorum", 20), retryQueue(queue, 50)]) {
    if (!leaveOut.includes(declaration.name)) await declareQueue(channel, declaration);
  }
  if (leaveOut.includes(exchange.name)) return;
  await channel.assertExchange(exchange.name, exchange.type);
  if (!leaveOut.includes(queue)) await channel.bindQueue(queue, exchange.name, routingKey);
}

test("works as a user who may declare nothing, when an operator has made everything", async ({ skip }) => {
  if (bench.lacks("rabbitmqctl")) skip("needs rabbitmqctl");
  const family = orderFamily();
  const queue = bench.queue();
  await byOperator(family, queue);
  const user = `poor-${queue}`;
  await bench.broker.ctl("add_user", user, "secret");
  await bench.broker.ctl("set_permissions", "-p", "/", user, "^$", ".*", ".*");
  const url = new URL(bench.broker.url);
  [url.username, url.password] = [user, "secret"];
  for (const declare of ["check", "none"] as const) {
    const rabbit = await bench.connect({ url: url.href, declare });
    const attempts = new Seen<number>();
    const consumer = await rabbit.consumer(family, {
      queue,
      retry,
      handlers: {
        v1: (_, { attempt }) => {
          attempts.add(attempt);
          throw new Error("always");
        },
        v2: "dead-letter",
      },
    });
    const dead = nextEvent(rabbit, "dead-letter");
    const publisher = await rabbit.publisher(family.versions.v1);
    await publisher.publish({ orderId: "o-1" });
    expect(await dead).toMatchObject({ reason: "attempts-exhausted", event: family.event, version: "v1" });
    expect(attempts.items).toEqual([1, 2, 3]);
    await consumer.close();
  }
  await expect(
    (await bench.connect({ url: url.href })).consumer(family, { queue: bench.queue(), handlers }),
  ).rejects.toThrow(/ACCESS_REFUSED|access.*refused/);
});

test("names what is missing when it only checks", async () => {
  for (const missing of ["queue", "dead", "retry", "exchange"] as const) {
    const family = orderFamily();
    const queue = bench.queue();
    const exchange = family.versions.v1.exchange.name;
    const entity = { queue, dead: `${queue}.dead`, retry: `${queue}.retry.50`, exchange }[missing];
    await byOperator(family, queue, [entity]);
    const rabbit = await bench.connect({ declare: "check" });
    const starting = rabbit.consumer(family, { queue, retry, handlers });
    await expect(starting, missing).rejects.toBeInstanceOf(TopologyMissingError);
    await expect(starting).rejects.toMatchObject({
      kind: missing === "exchange" ? "exchange" : "queue",
      entity,
    });
  }
  const publishing = (await bench.connect({ declare: "check" })).publisher(orderFamily().versions.v1);
  await expect(publishing).rejects.toMatchObject({ name: "TopologyMissingError", kind: "exchange" });
});

test("rejects publishes to a deleted exchange at once, and publishes again when it is back", async () => {
  const family = orderFamily();
  const { exchange } = family.versions.v1;
  await bench.bound(family);
  const rabbit = await bench.connect({ declare: "check" });
  const publisher = await rabbit.publisher(family.versions.v1);
  await bench.channel.deleteExchange(exchange.name);
  const refused = publisher.publish({ orderId: "o-1" });
  await expect(refused).rejects.toMatchObject({ name: "ExchangeMissingError", certainty: "refused" });
  // between the exchange's return and its binding an event has no queue, so it is published after both
  await bench.bound(family);
  await publisher.publish({ orderId: "o-2" });
});

test("keeps a message in its queue while its retry queue is missing, and moves it when there is one", async () => {
  const family = orderFamily();
  const queue = bench.queue();
  const step = retryQueue(queue, 50);
  await byOperator(family, queue, [step.name]);
  const rabbit = await bench.connect({ declare: "none" });
  const warned = nextEvent(rabbit, "warning");
  const attempts = new Seen<number>();
  await rabbit.consumer(family, {
    queue,
    retry,
    handlers: {
      v1: (_, { attempt }) => {
        attempts.add(attempt);
        if (attempt === 1) throw new Error("not yet");
      },
      v2: "dead-letter",
    },
  });
  expect(await warned).toMatchObject({ code: "undeclared-topology", queue } satisfies Partial<Warning>);
  const failed = nextEvent(rabbit, "copy-failed");
  await (await rabbit.publisher(family.versions.v1)).publish({ orderId: "o-1" });
  expect(await failed).toMatchObject({ target: step.name, cause: { name: "UnroutableError" }, attempt: 1 });
  await declareQueue(bench.channel, step);
  expect(await attempts.count(2)).toEqual([1, 2]);
});

test("takes the queue's own arguments, and gives its dead-letter exchange a queue", async () => {
  const family = orderFamily();
  const queue = bench.queue();
  const exchange = `dlx.${queue}`;
  await bench.channel.assertExchange(exchange, "fanout", { durable: true });
  const rabbit = await bench.connect();
  const own = { "x-dead-letter-exchange": exchange, "x-max-length": 100, "x-delivery-limit": 50 };
  await rabbit.consumer(family, { queue: { name: queue, arguments: own }, handlers });
  bench.channel.publish(exchange, "any", Buffer.from("a message over the delivery limit"));
  expect((await bench.take(`${queue}.dead`)).fields.exchange).toBe(exchange);
  await bench.channel.deleteExchange(exchange);
  const changed = rabbit.consumer(family, {
    queue: { name: queue, arguments: { "x-max-length": 99 } },
    handlers,
  });
  await expect(changed).rejects.toMatchObject({ name: "TopologyMismatchError", entity: queue });
});

const existing: Readonly<
  Record<string, { readonly type: "quorum" | "classic"; readonly arguments: object }>
> = {
  "a classic queue without any argument": { type: "classic", arguments: {} },
  "a classic queue with a time to live": { type: "classic", arguments: { "x-message-ttl": 3_600_000 } },
  "a quorum queue without our arguments": { type: "quorum", arguments: { "x-queue-type": "quorum" } },
  "a quorum queue that dead-letters elsewhere": {
    type: "quorum",
    arguments: { "x-queue-type": "quorum", "x-dead-letter-exchange": "amq.fanout", "x-delivery-limit": 3 },
  },
};

test.each(Object.entries(existing))("takes over %s, with retries and dead letters", async (_, there) => {
  const family = orderFamily();
  const queue = bench.queue();
  await bench.channel.assertQueue(queue, { durable: true, arguments: there.arguments });
  bench.channel.sendToQueue(queue, Buffer.from('{"orderId":"old"}'), {
    contentType: "application/json; version=v1",
    type: family.event,
  });
  const rabbit = await bench.connect();
  const refused = rabbit.consumer(family, { queue, handlers });
  await expect(refused).rejects.toMatchObject({
    name: "TopologyMismatchError",
    message: expect.stringContaining('queue: { name, declare: "check" }'),
  });
  const attempts = new Seen<string>();
  await rabbit.consumer(family, {
    queue: { name: queue, type: there.type, declare: "check" },
    retry,
    handlers: {
      v1: ({ orderId }, { attempt }) => {
        attempts.add(`${orderId} ${attempt}`);
        throw new Error("always");
      },
      v2: "dead-letter",
    },
  });
  await (await rabbit.publisher(family.versions.v1)).publish({ orderId: "new" });
  const seen = await attempts.count(6);
  expect([...seen].sort()).toEqual(["new 1", "new 2", "new 3", "old 1", "old 2", "old 3"]);
  const dead = [await bench.take(`${queue}.dead`), await bench.take(`${queue}.dead`)];
  for (const { properties } of dead)
    expect(properties.headers).toMatchObject({ "rabbitgen-reason": "attempts-exhausted" });
});

test("leaves out arguments of its own that are null, so that an existing queue's are the same", async () => {
  const queue = bench.queue();
  const there = { "x-queue-type": "quorum", "x-max-length": 1_000 };
  await bench.channel.assertQueue(queue, { durable: true, arguments: there });
  const rabbit = await bench.connect();
  const warned = nextEvent(rabbit, "warning");
  await rabbit.consumer(orderFamily(), {
    queue: {
      name: queue,
      arguments: {
        "x-max-length": 1_000,
        "x-dead-letter-exchange": null,
        "x-delivery-limit": null,
        "x-overflow": null,
      },
    },
    handlers,
  });
  expect(await warned).toMatchObject({ queue });
});

test("asks for the type of a queue that it takes over where deliveries have to be counted", async () => {
  const rabbit = await bench.connect();
  for (const strategy of ["hold", "requeue"] as const) {
    const queue = { name: bench.queue(), declare: "check" } as const;
    const starting = rabbit.consumer(orderFamily(), { queue, retry: { strategy }, handlers });
    await expect(starting).rejects.toMatchObject({
      name: "ConfigurationError",
      message: /say type: "quorum"/,
    });
  }
});

test("says which queue is missing that it is to take over", async () => {
  const queue = bench.queue();
  const rabbit = await bench.connect();
  const starting = rabbit.consumer(orderFamily(), { queue: { name: queue, declare: "check" }, handlers });
  await expect(starting).rejects.toMatchObject({ name: "TopologyMissingError", entity: queue });
});

test("refuses a dead-letter target that does not exist", async () => {
  const rabbit = await bench.connect();
  for (const own of [
    { "x-dead-letter-exchange": "nowhere" },
    { "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "nowhere" },
  ]) {
    const queue = { name: bench.queue(), arguments: own };
    const starting = rabbit.consumer(orderFamily(), { queue, handlers });
    await expect(starting).rejects.toMatchObject({ name: "TopologyMissingError", entity: "nowhere" });
  }
});

test("refuses a broker that says it is too old, in the handshake", async () => {
  const target = new URL(bench.broker.url);
  const port = Number(target.port);
  const [now, old] = [
    Buffer.from(bench.broker.version),
    Buffer.from("2.9.99".slice(0, bench.broker.version.length)),
  ];
  const pretending = createServer((client) => {
    const broker = connectSocket(port, target.hostname);
    client.pipe(broker).on("error", () => {});
    client.on("error", () => broker.destroy());
    broker.on("close", () => client.destroy());
    broker.on("data", (data) => {
      const at = data.indexOf(now);
      if (at >= 0) data.fill(" ", at, at + now.length).set(old, at);
      client.write(data);
    });
  });
  pretending.listen(0, "127.0.0.1");
  await once(pretending, "listening");
  target.port = String((pretending.address() as AddressInfo).port);
  const rabbit = await bench.connect({ url: target.href });
  const starting = rabbit.consumer(orderFamily(), { queue: bench.queue(), handlers });
  await expect(starting).rejects.toMatchObject({
    name: "ConfigurationError",
    message: /3\.10 or later is needed/,
  });
  await rabbit.close();
  pretending.close();
});
