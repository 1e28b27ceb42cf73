// @module-tag packages
import { expect, onTestFinished, test } from "vitest";
import { type EmbeddedBroker, startEmbeddedBroker } from "../../src/embedded-broker/index.js";
import { largePackage } from "../support/large-package.js";

/** What is used here of clients whose declarations are missing, not clean under our flags, or not installed. */
interface Connection {
  on(event: "error", listener: () => void): void;
  queueDeclare(queue: object): Promise<unknown>;
  createConsumer(
    options: object,
    handle: (
      message: { readonly body: unknown; readonly replyTo?: string },
      reply: (body: string) => Promise<void>,
    ) => Promise<void>,
  ): { close(): Promise<void> };
  createPublisher(options: object): {
    send(queue: string, body: unknown): Promise<void>;
    close(): Promise<void>;
  };
  createRPCClient(options: object): {
    send(queue: string, body: unknown): Promise<{ readonly body: unknown }>;
    close(): Promise<void>;
  };
  close(): Promise<void>;
}

interface Managed {
  createChannel(options: object): {
    consume(queue: string, take: (message: { readonly content: Buffer }) => void): Promise<unknown>;
    sendToQueue(queue: string, content: string): Promise<unknown>;
    ack(message: object): void;
    close(): Promise<void>;
  };
  close(): Promise<void>;
}

interface Rascal {
  subscribe(name: string): Promise<{
    on(event: "message", take: (message: unknown, content: unknown, settle: () => void) => void): void;
  }>;
  publish(name: string, content: unknown): Promise<unknown>;
  shutdown(): Promise<void>;
}

async function start(): Promise<EmbeddedBroker> {
  const broker = await startEmbeddedBroker();
  onTestFinished(() => broker.close());
  return broker;
}

test("rabbitmq-client publishes, consumes, and gets a reply over direct reply-to", async () => {
  const broker = await start();
  const { Connection } = largePackage("rabbitmq-client") as { Connection: new (url: string) => Connection };
  const client = new Connection(broker.url);
  client.on("error", () => {});
  await client.queueDeclare({ queue: "work" });
  let first: (body: unknown) => void = () => {};
  const received = new Promise<unknown>((resolve) => {
    first = resolve;
  });
  const consumer = client.createConsumer(
    { queue: "work", qos: { prefetchCount: 2 } },
    async (message, reply) => {
      first(message.body);
      if (message.replyTo !== undefined) await reply("pong");
    },
  );
  const publisher = client.createPublisher({ confirm: true, maxAttempts: 1 });
  await publisher.send("work", { own: "message" });
  expect(await received).toEqual({ own: "message" });
  const rpc = client.createRPCClient({ confirm: true });
  expect((await rpc.send("work", "ping")).body).toBe("pong");
  await rpc.close();
  await publisher.close();
  await consumer.close();
  await client.close();
});

test("amqp-connection-manager publishes and consumes", async () => {
  const broker = await start();
  const { connect } = largePackage("amqp-connection-manager") as {
    connect(urls: string[], options: object): Managed;
  };
  const manager = connect([broker.url], { reconnectTimeInSeconds: 0.05 });
  const received: string[] = [];
  let all: () => void = () => {};
  const complete = new Promise<void>((resolve) => {
    all = resolve;
  });
  const channel = manager.createChannel({
    setup: (own: { assertQueue(name: string): Promise<unknown> }) => own.assertQueue("work"),
  });
  await channel.consume("work", (message) => {
    received.push(message.content.toString());
    channel.ack(message);
    if (received.includes("second")) all();
  });
  await channel.sendToQueue("work", "first");
  await channel.sendToQueue("work", "second");
  await complete;
  expect(new Set(received)).toEqual(new Set(["first", "second"]));
  await channel.close();
  await manager.close();
});

test("rascal publishes and consumes", async () => {
  const broker = await start();
  const { BrokerAsPromised } = largePackage("rascal") as {
    BrokerAsPromised: { create(configuration: object): Promise<Rascal> };
  };
  const client = await BrokerAsPromised.create({
    vhosts: {
      "/": {
        connection: { url: broker.url },
        exchanges: { events: { type: "topic" } },
        queues: { work: { options: { arguments: { "x-queue-type": "quorum" } } } },
        bindings: { all: { source: "events", destination: "work", bindingKey: "order.#" } },
        publications: { paid: { exchange: "events", routingKey: "order.paid", confirm: true } },
        subscriptions: { work: { queue: "work", prefetch: 5 } },
      },
    },
  });
  const subscription = await client.subscribe("work");
  const received = new Promise<unknown>((resolve) => {
    subscription.on("message", (_message, content, ackOrNack) => {
      ackOrNack();
      resolve(content);
    });
  });
  await client.publish("paid", { own: "message" });
  expect(await received).toEqual({ own: "message" });
  await client.shutdown();
});
