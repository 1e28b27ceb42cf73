import { Buffer } from "node:buffer";
import { expect, test } from "vitest";
import { ConnectionPool } from "../../runtime/connection/connection-pool.js";
import {
  type Delivered,
  InvalidEventError,
  PublishError,
  PublishTimeoutError,
  PublishUnknownError,
  ValidatorError,
} from "../../runtime/index.js";
import { EventHub } from "../../runtime/observe/rabbit-events.js";
import { ConfirmSender } from "../../runtime/publish/confirm-sender.js";
import { type OrderPaid, orderFamily } from "../support/order-family.js";
import { useBench } from "../support/use-bench.js";
import { nextEvent, poll, Seen } from "../support/waiting.js";

const bench = useBench();
const rejection = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => "it did not reject",
    (error: unknown) => error,
  );

test("writes the wire contract: content type twice, persistent, type, message id, seconds, app id", async () => {
  const family = orderFamily();
  const queue = await bench.bound(family);
  const rabbit = await bench.connect({ service: "svc-order" });
  const publisher = await rabbit.publisher(family.versions.v1);
  const before = Math.floor(Date.now() / 1000);
  const { messageId } = await publisher.publish(
    { orderId: "o-1" },
    { headers: { trace: "t" }, correlationId: "c-1" },
  );
  const { content, properties } = await bench.take(queue);
  expect(content.toString()).toBe('{"orderId":"o-1"}');
  expect(properties).toMatchObject({
    contentType: "application/json; version=v1",
    headers: { "content-type": "application/json; version=v1", trace: "t" },
    deliveryMode: 2,
    type: family.event,
    messageId,
    correlationId: "c-1",
    appId: "svc-order",
  });
  expect(messageId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/);
  expect(properties.timestamp).toBeGreaterThanOrEqual(before);
  expect(properties.timestamp).toBeLessThanOrEqual(Date.now() / 1000);
});

test("validates what is on the wire: NaN is null there, and a member that is undefined is not there", async () => {
  const family = orderFamily();
  const queue = await bench.bound(family);
  const rabbit = await bench.connect();
  const publisher = await rabbit.publisher(family.versions.v1);
  const publish = (event: unknown) => publisher.publish(event as OrderPaid);
  const refused = [{ orderId: Number.NaN }, { orderId: "o", toJSON: () => ({}) }, { orderId: new Map() }];
  for (const event of refused) expect(await rejection(publish(event))).toBeInstanceOf(InvalidEventError);
  const accepted = [{ orderId: "o-1", note: undefined }, { toJSON: () => ({ orderId: "o-2" }) }];
  for (const event of accepted) await publish(event);
  expect((await bench.take(queue)).content.toString()).toBe('{"orderId":"o-1"}');
  expect((await bench.take(queue)).content.toString()).toBe('{"orderId":"o-2"}');
});

test("sends priority, reply-to and expiration, passes them to the handler, and expired messages become dead letters", async () => {
  const family = orderFamily();
  const queue = bench.queue();
  const rabbit = await bench.connect();
  const seen = new Seen<Delivered>();
  const consumer = await rabbit.consumer(family, {
    queue,
    handlers: { v1: (_, message) => seen.add(message), v2: "dead-letter" },
  });
  const publisher = await rabbit.publisher(family.versions.v1);
  await publisher.publish({ orderId: "o-1" }, { priority: 5, replyTo: "replies", correlationId: "c" });
  const [message] = await seen.count(1);
  expect(message).toMatchObject({ correlationId: "c", replyTo: "replies" });
  expect(message?.raw.properties).toMatchObject({ priority: 5, replyTo: "replies" });
  await publisher.publish({ orderId: "o-2" });
  const [, plain] = await seen.count(2);
  expect(plain?.correlationId).toBeUndefined();
  expect(plain?.replyTo).toBeUndefined();
  await consumer.pause();
  await publisher.publish({ orderId: "o-3" }, { expiration: "100ms" });
  const dead = await bench.take(`${queue}.dead`);
  expect(dead.content.toString()).toBe('{"orderId":"o-3"}');
  expect(dead.properties.headers).toMatchObject({ "x-first-death-reason": "expired" });
  expect(await rejection(publisher.publish({ orderId: "o-4" }, { priority: 256 }))).toMatchObject({
    name: "ConfigurationError",
    certainty: "not-sent",
  });
});

test("puts version and event in front of a body envelope, and its own consumer takes them off", async () => {
  const family = orderFamily({ envelope: "body" });
  const queue = await bench.bound(family);
  const rabbit = await bench.connect();
  const events: unknown[] = [];
  const consumed = bench.queue();
  const done = new Promise<void>((resolve) => {
    const v1 = (event: unknown) => {
      events.push(event);
      resolve();
    };
    rabbit.consumer(family, { queue: consumed, handlers: { v1, v2: "dead-letter" } }).then(async () => {
      const publisher = await rabbit.publisher(family.versions.v1);
      await publisher.publish({ orderId: "o-1" });
    });
  });
  await done;
  expect((await bench.take(queue)).content.toString()).toBe(
    `{"version":"v1","event":"${family.event}","orderId":"o-1"}`,
  );
  expect(events).toEqual([{ orderId: "o-1" }]);
});

test("does not send an invalid event, and names every failing place", async () => {
  const family = orderFamily();
  const queue = await bench.bound(family);
  const publisher = await (await bench.connect()).publisher(family.versions.v1);
  const undeclared = { orderId: "o-1", extra: 1 };
  const error = await rejection(publisher.publish(undeclared));
  expect(error).toBeInstanceOf(InvalidEventError);
  expect(error).toMatchObject({ certainty: "not-sent", failures: [{ path: "/extra" }] });
  await publisher.publish({ orderId: "o-2" });
  expect((await bench.take(queue)).content.toString()).toBe('{"orderId":"o-2"}');
});

test("rejects with an error that asks for a report when the validator throws, and sends nothing", async () => {
  const family = orderFamily();
  const queue = await bench.bound(family);
  const writer = (): never => {
    throw new TypeError("Cannot read properties of undefined");
  };
  const validators = async () => ({ ...(await family.versions.v1.validators()), writer });
  const rabbit = await bench.connect();
  const error = await rejection(
    (await rabbit.publisher({ ...family.versions.v1, validators })).publish({ orderId: "o-1" }),
  );
  expect(error).toBeInstanceOf(ValidatorError);
  expect(error).toMatchObject({
    certainty: "not-sent",
    message: expect.stringContaining("please report it"),
  });
  await (await rabbit.publisher(family.versions.v1)).publish({ orderId: "o-2" });
  expect((await bench.take(queue)).content.toString()).toBe('{"orderId":"o-2"}');
});

test("rejects an event that no queue takes, unless the contract says that it may have no reader", async () => {
  const family = orderFamily();
  const rabbit = await bench.connect();
  const strict = await rabbit.publisher(family.versions.v1);
  expect(await rejection(strict.publish({ orderId: "o-1" }))).toMatchObject({
    name: "UnroutableError",
    certainty: "refused",
    routingKey: family.event,
  });
  const relaxed = await rabbit.publisher({ ...family.versions.v1, unroutable: "ignore" });
  await expect(relaxed.publish({ orderId: "o-1" })).resolves.toHaveProperty("messageId");
});

test("rejects with the stack of the caller who waits for the broker's answer", async () => {
  const family = orderFamily();
  const publisher = await (await bench.connect()).publisher(family.versions.v1);
  async function placeOrder(): Promise<void> {
    await publisher.publish({ orderId: "o-1" });
  }
  const { stack } = (await rejection(placeOrder())) as Error;
  expect(stack).toMatch(
    /^UnroutableError: .*\n(?: {4}at .*\n)* {4}at (?:async )?placeOrder .*publishing\.test\.ts:\d+/,
  );
});

test("distinguishes returned messages from confirmed ones on the same channel", async () => {
  const family = orderFamily();
  const publisher = await (await bench.connect()).publisher(family.versions.v1);
  const first = rejection(publisher.publish({ orderId: "o-1" }));
  await first;
  const queue = await bench.bound(family);
  const all = await Promise.all(
    Array.from({ length: 50 }, (_, i) => publisher.publish({ orderId: `o-${i}` })),
  );
  expect(new Set(all.map(({ messageId }) => messageId)).size).toBe(50);
  await bench.holds(queue, 50);
});

test("rejects what the broker refuses with basic.nack", async () => {
  const family = orderFamily();
  const queue = bench.queue();
  const { exchange, routingKey } = family.versions.v1;
  await bench.channel.assertQueue(queue, {
    arguments: { "x-max-length": 1, "x-overflow": "reject-publish" },
  });
  await bench.channel.assertExchange(exchange.name, exchange.type);
  await bench.channel.bindQueue(queue, exchange.name, routingKey);
  const publisher = await (await bench.connect()).publisher(family.versions.v1);
  await publisher.publish({ orderId: "o-1" });
  expect(await rejection(publisher.publish({ orderId: "o-2" }))).toMatchObject({
    name: "BrokerRefusedError",
    certainty: "refused",
  });
  await bench.channel.purgeQueue(queue);
  await publisher.publish({ orderId: "o-3" });
});

test("declares a deleted exchange again, and sends what was in flight again; neighbors notice nothing", async () => {
  const [family, neighbor] = [orderFamily(), orderFamily()];
  await bench.bound(neighbor);
  const rabbit = await bench.connect();
  const publisher = await rabbit.publisher({ ...family.versions.v1, unroutable: "ignore" });
  const other = await rabbit.publisher(neighbor.versions.v1);
  const lost: string[] = [];
  rabbit.on("publisher-lost", ({ exchange }) => lost.push(exchange));
  await publisher.publish({ orderId: "o-1" });
  await bench.channel.deleteExchange(`x.${family.event}`);
  await Promise.all([
    ...Array.from({ length: 20 }, (_, i) => publisher.publish({ orderId: `o-${i}` })),
    ...Array.from({ length: 20 }, (_, i) => other.publish({ orderId: `o-${i}` })),
  ]);
  expect(new Set(lost)).toEqual(new Set([`x.${family.event}`]));
});

test("keeps the order of what it sends", async () => {
  const family = orderFamily();
  const queue = await bench.bound(family);
  const publisher = await (await bench.connect()).publisher(family.versions.v1);
  await Promise.all(Array.from({ length: 3_000 }, (_, i) => publisher.publish({ orderId: String(i) })));
  for (let i = 0; i < 3_000; i += 1)
    expect((await bench.take(queue)).content.toString()).toBe(`{"orderId":"${i}"}`);
});

test("keeps at most 1,000 messages unconfirmed, and the rest waiting", async () => {
  const proxy = await bench.proxy();
  const family = orderFamily();
  const queue = await bench.bound(family);
  const rabbit = await bench.connect({ url: proxy.url });
  const publisher = await rabbit.publisher(family.versions.v1);
  proxy.silence(true);
  const all = Array.from({ length: 1_500 }, (_, i) =>
    rejection(publisher.publish({ orderId: `o-${i}` }, { timeout: 300 })),
  );
  const errors = await Promise.all(all);
  expect(errors.filter((error) => error instanceof PublishUnknownError)).toHaveLength(1_000);
  expect(errors.filter((error) => error instanceof PublishTimeoutError)).toHaveLength(500);
  await bench.holds(queue, 0);
  await rabbit.close({ timeout: 200 });
});

test("gives up when its signal fires, and says that nothing was sent", async () => {
  const family = orderFamily();
  await bench.bound(family);
  const publisher = await (await bench.connect()).publisher(family.versions.v1);
  expect(
    await rejection(publisher.publish({ orderId: "o-1" }, { signal: AbortSignal.abort("stop") })),
  ).toMatchObject({
    name: "PublishTimeoutError",
    certainty: "not-sent",
  });
  await publisher.publish({ orderId: "o-2" });
});

test("refuses headers of the broker and a body over 16 MiB, and sends one of just 16 MiB", async () => {
  const family = orderFamily();
  const queue = await bench.bound(family);
  const publisher = await (await bench.connect()).publisher(family.versions.v1);
  const big = "x".repeat(16 * 1024 * 1024 - '{"orderId":""}'.length);
  expect(await rejection(publisher.publish({ orderId: `${big}x` }))).toMatchObject({
    name: "MessageTooLargeError",
    part: "body",
  });
  expect(await rejection(publisher.publish({ orderId: "o" }, { headers: { "x-death": "1" } }))).toMatchObject(
    {
      name: "InvalidHeaderError",
      certainty: "not-sent",
    },
  );
  await publisher.publish({ orderId: big }, { headers: { trace: "x".repeat(32 * 1024 - 20) } });
  expect((await bench.take(queue)).content).toHaveLength(16 * 1024 * 1024);
});

test.each([
  ["a message id that is no Unicode text", { messageId: "\ud800x" }],
  ["a message id over 255 bytes", { messageId: "x".repeat(300) }],
  ["a message id over 255 bytes in fewer characters", { messageId: "ä".repeat(150) }],
  ["a correlation id that is no Unicode text", { correlationId: "x\udc00" }],
])("does not send an event with %s, and says so", async (_, options) => {
  const family = orderFamily();
  const queue = await bench.bound(family);
  const publisher = await (await bench.connect()).publisher(family.versions.v1);
  const error = await rejection(publisher.publish({ orderId: "o-1" }, options));
  expect(error).toBeInstanceOf(PublishError);
  expect(error).toMatchObject({ name: "UnencodableMessageError", certainty: "not-sent" });
  await publisher.publish({ orderId: "o-2" }, { messageId: "ä".repeat(127), correlationId: "\ud83d\ude00" });
  expect((await bench.take(queue)).content.toString()).toBe('{"orderId":"o-2"}');
});

test("says what differs when the exchange exists with another type", async () => {
  const family = orderFamily();
  await bench.channel.assertExchange(`x.${family.event}`, "fanout");
  const rabbit = await bench.connect();
  expect(await rejection(rabbit.publisher(family.versions.v1))).toMatchObject({
    name: "TopologyMismatchError",
    kind: "exchange",
    argument: "type",
    requested: "'topic'",
    existing: "'fanout'",
  });
  await bench.channel.deleteExchange(`x.${family.event}`);
});

test.each([0, 1, 2])(
  "confirms every message once sent while its connections are reset again and again (%d)",
  async () => {
    const proxy = await bench.proxy();
    const family = orderFamily();
    const queue = await bench.bound(family);
    const rabbit = await bench.connect({ url: proxy.url });
    const publisher = await rabbit.publisher(family.versions.v1);
    const ids: string[] = [];
    for (let round = 0; round < 3; round += 1) {
      const back = nextEvent(rabbit, "connected");
      const batch = Array.from({ length: 500 }, (_, i) => publisher.publish({ orderId: `${round}-${i}` }));
      await Promise.race(batch); // the first confirms are there, the others on their way
      proxy.cut();
      ids.push(...(await Promise.all(batch)).map(({ messageId }) => messageId));
      await back;
    }
    const stored: string[] = [];
    const { messageCount } = await poll(async () => {
      const state = await bench.channel.checkQueue(queue);
      return state.messageCount >= 1_500 && state;
    });
    for (let i = 0; i < messageCount; i += 1) stored.push((await bench.take(queue)).properties.messageId);
    expect(new Set(ids).size).toBe(1_500);
    expect(new Set(stored)).toEqual(new Set(ids));
  },
);

test("refuses the message whose exchange is missing after one redeclaration, and sends the others of its channel", async () => {
  const pool = new ConnectionPool({ url: bench.broker.url, service: "svc" }, new EventHub());
  const queue = bench.queue();
  await bench.channel.assertQueue(queue);
  let openings = 0;
  const setup = async () => {
    openings += 1;
  };
  const sender = new ConfirmSender(await pool.get("publishing", undefined), { setup, lost: () => {} });
  const send = (exchange: string, routingKey: string, messageId: string) =>
    rejection(
      sender.send({
        exchange,
        routingKey,
        content: Buffer.from(messageId),
        properties: { messageId, mandatory: true },
        routable: "required",
        timeout: 10_000,
        signals: [],
        resend: true,
      }),
    );
  const sent = Array.from({ length: 21 }, (_, i) =>
    i === 10 ? send("nowhere", "k", "bad") : send("", queue, `m-${i}`),
  );
  const results = await Promise.all(sent);
  // in flight with others when its channel closed: it is unknown whether the exchange was there for it
  expect(results[10]).toMatchObject({ certainty: "unknown", cause: { name: "ExchangeMissingError" } });
  expect(results.filter((result) => result === "it did not reject")).toHaveLength(20);
  expect(openings).toBeLessThanOrEqual(4);
  await sender.close(1_000);
  await pool.close(1_000);
});

test("does not send again with resend: false, and reports the outcome as unknown", async () => {
  const proxy = await bench.proxy();
  const family = orderFamily();
  await bench.bound(family);
  const publisher = await (await bench.connect({ url: proxy.url })).publisher(family.versions.v1, {
    resend: false,
  });
  proxy.silence(true);
  const published = rejection(publisher.publish({ orderId: "o-1" }, { messageId: "m-1" }));
  await new Promise((resolve) => setImmediate(resolve));
  proxy.silence(false);
  proxy.cut();
  expect(await published).toMatchObject({
    name: "PublishUnknownError",
    certainty: "unknown",
    messageId: "m-1",
  });
});
