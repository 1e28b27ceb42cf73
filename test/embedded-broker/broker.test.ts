import { type Channel, type ChannelModel, type ConfirmChannel, connect, type GetMessage } from "amqplib";
import { expect, onTestFinished, test } from "vitest";
import {
  AmqpError,
  advanceableClock,
  type EmbeddedBroker,
  type EmbeddedBrokerOptions,
  type Happening,
  startEmbeddedBroker,
} from "../../src/embedded-broker/index.js";
import { poll } from "../support/waiting.js";

async function start(options?: EmbeddedBrokerOptions): Promise<EmbeddedBroker> {
  const broker = await startEmbeddedBroker(options);
  onTestFinished(() => broker.close());
  return broker;
}

async function join(broker: EmbeddedBroker): Promise<{ model: ChannelModel; channel: ConfirmChannel }> {
  const model = await connect(broker.url);
  model.on("error", () => {});
  const channel = await model.createConfirmChannel();
  channel.on("error", () => {});
  return { model, channel };
}

test("shows queues, exchanges, bindings and messages", async () => {
  const broker = await start();
  const { channel } = await join(broker);
  await channel.assertExchange("events", "topic");
  await channel.assertQueue("work", { arguments: { "x-queue-type": "quorum" } });
  await channel.bindQueue("work", "events", "order.#");
  channel.publish("events", "order.paid", Buffer.from("first"), { messageId: "1", headers: { own: true } });
  channel.publish("events", "order.paid", Buffer.from("second"));
  await channel.waitForConfirms();
  await channel.get("work");
  const vhost = broker.vhost("/");
  const queue = vhost.queue("work");
  expect(queue).toMatchObject({ type: "quorum", durable: true, ready: 1, unacked: 1, consumers: 0 });
  expect(queue?.messages().map(({ state, body }) => [state, body.toString()])).toEqual([
    ["ready", "second"],
    ["unacked", "first"],
  ]);
  expect(queue?.messages()[1]?.properties).toMatchObject({ messageId: "1", headers: { own: true } });
  expect(vhost.exchanges().find(({ name }) => name === "events")).toMatchObject({ type: "topic" });
  expect(vhost.bindings()).toEqual([
    {
      source: "events",
      destination: "work",
      destinationType: "queue",
      routingKey: "order.#",
      arguments: {},
    },
  ]);
  expect(broker.connections()).toMatchObject([{ id: 1, user: "guest", vhost: "/", channels: 1 }]);
});

test("takes declarations and messages from outside of AMQP", async () => {
  const broker = await start();
  const vhost = broker.vhost("orders");
  vhost.declareExchange("events", { type: "fanout" });
  vhost.declareQueue("work", { arguments: { "x-max-length": 5 } });
  vhost.bind({ source: "events", destination: "work" });
  expect(
    vhost.publish({ exchange: "events", routingKey: "", body: "text", properties: { type: "t" } }),
  ).toEqual(["work"]);
  expect(() => vhost.declareQueue("work")).toThrow(AmqpError);
  const model = await connect(`${broker.url}/orders`);
  const channel = await model.createChannel();
  const message = (await channel.get("work")) as GetMessage;
  expect([message.content.toString(), message.properties.type]).toEqual(["text", "t"]);
  expect(vhost.deleteQueue("work")).toBe(true);
  expect(vhost.queue("work")).toBeUndefined();
  await model.close();
});

test("lets a virtual host that is not listed be missing", async () => {
  const broker = await start({ vhosts: ["orders"] });
  expect(broker.vhosts()).toEqual(["/", "orders"]);
  expect(() => broker.vhost("other")).toThrow(RangeError);
  await expect(connect(`${broker.url}/other`)).rejects.toThrow(/ConnectionClose/);
});

test("reports what happens to a message, in order", async () => {
  const seen: Happening[] = [];
  const broker = await start({ observe: (happening) => seen.push(happening) });
  const { channel, model } = await join(broker);
  await channel.assertQueue("dead");
  await channel.assertQueue("work", { deadLetterExchange: "", deadLetterRoutingKey: "dead" });
  channel.sendToQueue("work", Buffer.from("a"));
  await channel.waitForConfirms();
  channel.nack((await channel.get("work")) as GetMessage, false, true);
  channel.nack((await channel.get("work")) as GetMessage, false, false);
  channel.publish("", "nowhere", Buffer.from("b"), { mandatory: true });
  await channel.waitForConfirms();
  await model.close();
  await poll(async () => seen.at(-1)?.kind === "connection-closed");
  expect(seen.map((each) => `${each.kind}${"queue" in each ? ` ${each.queue}` : ""}`)).toEqual([
    "connection-opened",
    "queue-declared dead",
    "queue-declared work",
    "published",
    "delivered work",
    "settled work",
    "delivered work",
    "settled work",
    "dead-lettered work",
    "published",
    "returned",
    "connection-closed",
  ]);
  expect(seen.find(({ kind }) => kind === "dead-lettered")).toMatchObject({
    reason: "rejected",
    queues: ["dead"],
  });
  expect(seen.findLast(({ kind }) => kind === "delivered")).toMatchObject({ redelivered: true });
});

test("lets TTLs come due at once when the clock is advanced", async () => {
  const clock = advanceableClock();
  const broker = await start({ clock });
  const vhost = broker.vhost("/");
  vhost.declareQueue("work");
  vhost.declareQueue("retry", {
    arguments: {
      "x-message-ttl": 600_000,
      "x-dead-letter-exchange": "",
      "x-dead-letter-routing-key": "work",
    },
  });
  vhost.declareQueue("unused", { arguments: { "x-expires": 900_000 } });
  vhost.publish({ routingKey: "retry", body: "a" });
  clock.advance(590_000);
  expect([vhost.queue("retry")?.ready, vhost.queue("work")?.ready]).toEqual([1, 0]);
  clock.advance(10_001);
  expect([vhost.queue("retry")?.ready, vhost.queue("work")?.ready]).toEqual([0, 1]);
  expect(vhost.queue("unused")).toBeDefined();
  clock.advance(300_000);
  expect(vhost.queue("unused")).toBeUndefined();
});

test("keeps at-least-once dead letters until a queue takes them", async () => {
  const broker = await start();
  const vhost = broker.vhost("/");
  const table = {
    "x-queue-type": "quorum",
    "x-dead-letter-exchange": "late",
    "x-dead-letter-strategy": "at-least-once",
    "x-overflow": "reject-publish",
  };
  vhost.declareQueue("work", { arguments: table });
  const { channel } = await join(broker);
  channel.sendToQueue("work", Buffer.from("a"));
  await channel.waitForConfirms();
  channel.nack((await channel.get("work")) as GetMessage, false, false);
  await channel.checkQueue("work");
  vhost.declareExchange("late", { type: "fanout" });
  vhost.declareQueue("dead");
  vhost.bind({ source: "late", destination: "dead" });
  expect(vhost.queue("dead")?.ready).toBe(1);
});

test("blocks connections that publish, and takes what they sent when it is over", async () => {
  const broker = await start();
  const { model, channel } = await join(broker);
  await channel.assertQueue("work");
  const blocked = new Promise<string>((resolve) => model.once("blocked", resolve));
  const unblocked = new Promise<void>((resolve) => model.once("unblocked", () => resolve()));
  broker.block("low on memory");
  const bystander = await join(broker);
  await bystander.channel.checkQueue("work");
  channel.sendToQueue("work", Buffer.from("a"));
  expect(await blocked).toBe("low on memory");
  expect(broker.vhost("/").queue("work")?.ready).toBe(0);
  await bystander.channel.checkQueue("work");
  broker.unblock();
  await unblocked;
  await channel.waitForConfirms();
  expect(broker.vhost("/").queue("work")?.ready).toBe(1);
});

test("drops and closes connections, and gives back what they held", async () => {
  const broker = await start();
  const first = await join(broker);
  await first.channel.assertQueue("work");
  first.channel.sendToQueue("work", Buffer.from("a"));
  await first.channel.waitForConfirms();
  await first.channel.get("work");
  const second = await join(broker);
  const dropped = new Promise<void>((resolve) => first.model.once("close", () => resolve()));
  expect(broker.dropConnections(({ id }) => id === 1)).toBe(1);
  await dropped;
  await poll(async () => broker.vhost("/").queue("work")?.ready === 1);
  expect(broker.vhost("/").queue("work")?.messages()[0]).toMatchObject({ redelivered: true });
  const closed = new Promise<Error>((resolve) => second.model.once("close", resolve));
  expect(broker.closeConnections("maintenance")).toBe(1);
  expect((await closed).message).toMatch(/CONNECTION_FORCED - maintenance/);
});

test("refuses the requested number of confirms, and stores none of those messages", async () => {
  const broker = await start();
  const { channel } = await join(broker);
  await channel.assertQueue("work");
  const send = () =>
    new Promise<boolean>((resolve) =>
      channel.sendToQueue("work", Buffer.from("a"), {}, (error) => resolve(!error)),
    );
  broker.refuseConfirms({ count: 2 });
  expect([await send(), await send(), await send()]).toEqual([false, false, true]);
  using _elsewhere = broker.refuseConfirms({ routingKey: "other" });
  expect(await send()).toBe(true);
  expect(broker.vhost("/").queue("work")?.ready).toBe(2);
});

test("holds back confirms, and then sends them all", async () => {
  const broker = await start();
  const { channel } = await join(broker);
  await channel.assertQueue("work");
  const held = broker.holdConfirms();
  let confirmed = 0;
  for (let index = 0; index < 3; index++)
    channel.sendToQueue("work", Buffer.from("a"), {}, () => confirmed++);
  await poll(async () => broker.vhost("/").queue("work")?.ready === 3);
  await channel.checkQueue("work");
  expect(confirmed).toBe(0);
  held.stop();
  held.stop();
  await channel.waitForConfirms();
  expect(confirmed).toBe(3);
});

test("stops reading, and goes on where it stopped", async () => {
  const broker = await start();
  const { channel } = await join(broker);
  await channel.assertQueue("work");
  const pause = broker.pauseReading();
  let answered = false;
  const check = channel.checkQueue("work").then(() => {
    answered = true;
  });
  for (let index = 0; index < 3; index++) channel.sendToQueue("work", Buffer.alloc(100_000));
  await new Promise((resolve) => setImmediate(resolve));
  expect([answered, broker.vhost("/").queue("work")?.ready]).toEqual([false, 0]);
  pause.stop();
  await check;
  await channel.waitForConfirms();
  expect(broker.vhost("/").queue("work")?.ready).toBe(3);
});

test("delays its replies in their order", async () => {
  const broker = await start();
  const { channel } = await join(broker);
  await channel.assertQueue("work");
  const delay = broker.delayReplies(200);
  const begin = performance.now();
  await channel.checkQueue("work");
  expect(performance.now() - begin).toBeGreaterThan(150);
  const order: string[] = [];
  const slow = channel.checkQueue("work").then(() => order.push("slow"));
  await poll(async () => true);
  delay.stop();
  const quick = channel.checkExchange("amq.direct").then(() => order.push("quick"));
  await Promise.all([slow, quick]);
  expect(order).toEqual(["slow", "quick"]);
});

test("cancels consumers as RabbitMQ does", async () => {
  const broker = await start();
  const { channel } = await join(broker);
  await channel.assertQueue("work");
  const cancelled = new Promise<GetMessage | null>((resolve) => {
    void channel.consume("work", (message) => resolve(message as GetMessage | null));
  });
  await poll(async () => broker.vhost("/").queue("work")?.consumers === 1);
  expect(broker.vhost("/").cancelConsumers("work")).toBe(1);
  expect(await cancelled).toBeNull();
  expect(broker.vhost("/").queue("work")?.consumers).toBe(0);
});

test("notifies its clients when it closes, and frees its port", async () => {
  const broker = await startEmbeddedBroker();
  const { model } = await join(broker);
  const closed = new Promise<Error>((resolve) => model.once("close", resolve));
  await Promise.all([broker.close(), broker.close()]);
  expect((await closed).message).toMatch(/CONNECTION_FORCED/);
  await expect(connect(broker.url)).rejects.toThrow(/ECONNREFUSED/);
});

test("reports a port that is taken, and an option that makes no sense", async () => {
  const broker = await start();
  await expect(startEmbeddedBroker({ port: broker.port })).rejects.toThrow(/EADDRINUSE/);
  await expect(startEmbeddedBroker({ frameMax: 100 })).rejects.toThrow(RangeError);
  await expect(
    startEmbeddedBroker({
      users: { a: { password: "", permissions: { "/": { configure: "(", write: "", read: "" } } } },
    }),
  ).rejects.toThrow(SyntaxError);
});

/** `tx.select`: class 90, method 10. amqplib encodes it, and has no call for it. */
const SELECT_TRANSACTIONS = (90 << 16) | 10;

test.each<[string, (channel: Channel) => unknown]>([
  [
    "streams",
    (channel) => channel.assertQueue("s", { arguments: { "x-queue-type": "stream" } }).catch(() => {}),
  ],
  [
    "transactions",
    (channel) =>
      (channel as unknown as { sendImmediately(method: number, fields: object): void }).sendImmediately(
        SELECT_TRANSACTIONS,
        {},
      ),
  ],
])("closes the connection with 540 for %s, which it does not have", async (what, use) => {
  const broker = await start();
  const { model, channel } = await join(broker);
  const failed = new Promise<Error>((resolve) => model.once("error", resolve));
  use(channel);
  expect(await failed).toMatchObject({ code: 540, message: expect.stringContaining(`has no ${what}`) });
});
