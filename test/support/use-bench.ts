import { randomUUID } from "node:crypto";
import { type Channel, type ChannelModel, connect, type GetMessage } from "amqplib";
import { afterAll, afterEach, beforeAll, beforeEach, inject } from "vitest";
import type { Broker } from "../../rabbitmq/broker.js";
import { findBroker } from "../../rabbitmq/find-broker.js";
import { startRabbitMQ4 } from "../../rabbitmq/rabbitmq4.js";
import type { ConnectOptions } from "../../runtime/connection/connect-options.js";
import type { EventFamily } from "../../runtime/contract/event-version.js";
import { connectTo, type Rabbit } from "../../runtime/index.js";
import { shapeOf, wholePattern } from "../../runtime/routing/key-shape.js";
import { type Capability, embeddedBroker, lacks } from "./capabilities.js";
import { type FaultProxy, startProxy } from "./fault-proxy.js";
import { contract } from "./order-family.js";
import { poll } from "./waiting.js";

declare module "vitest" {
  interface ProvidedContext {
    /** Which broker this project's tests run against. */
    readonly broker: "found" | "rabbitmq4" | "embedded";
  }
}

/** What a test file needs of a broker; everything it makes is closed or deleted after the test. */
export interface Bench {
  readonly broker: Broker;
  /** Whether this project's broker lacks what a test needs; the test is then skipped with `needs <capability>`. */
  lacks(capability: Capability): boolean;
  /** A connection of plain amqplib, as other teams' programs have. */
  readonly channel: Channel;
  connect(options?: Partial<ConnectOptions<"svc-order" | "svc-billing">>): Promise<Rabbit>;
  proxy(): Promise<FaultProxy>;
  /** The oldest message of a queue, taken out of it. */
  take(queue: string): Promise<GetMessage>;
  /** How many messages a queue holds; `undefined` while it does not exist. */
  count(queue: string): Promise<number | undefined>;
  /** Waits until it holds the given number: a quorum queue's count lags behind its acks. */
  holds(queue: string, messages: number): Promise<void>;
  /** A queue bound to the event, for looking at what a publisher sends. */
  bound(family: EventFamily): Promise<string>;
  /** Deleted after the test with its dead-letter and retry queues. */
  queue(name?: string): string;
}

/** The broker of this vitest project. */
function openBroker(): Promise<Broker | undefined> {
  if (inject("broker") === "embedded") return embeddedBroker();
  return inject("broker") === "rabbitmq4" ? startRabbitMQ4() : findBroker();
}

/** One broker per test file. */
export function useBench(): Bench {
  let broker: Broker | undefined;
  let model: ChannelModel | undefined;
  let channel: Channel | undefined;
  const cleanups: (() => Promise<unknown>)[] = [];
  /** Queues of tests that are over: a check that still waits for one of them would close the next test's channel. */
  const gone = new Set<string>();
  /** Why the broker closed the last channel, or the connection. */
  let closedBecause: Error | undefined;
  const given = <Value>(value: Value | undefined): Value => {
    if (value === undefined) throw new Error("only inside a test", { cause: closedBecause });
    return value;
  };
  const openChannel = async (): Promise<Channel> => {
    if (model === undefined) {
      model = await connect(given(broker).url);
      model.on("error", (error) => {
        closedBecause = error;
      });
      model.on("close", () => {
        model = undefined;
        channel = undefined;
      });
    }
    if (channel === undefined) {
      channel = await model.createChannel();
      channel.on("error", (error) => {
        closedBecause = error;
      });
      channel.on("close", () => {
        channel = undefined;
      });
    }
    return channel;
  };
  beforeAll(async () => {
    broker = await openBroker();
    if (broker !== undefined) await openChannel();
  });
  beforeEach(async ({ skip }) => {
    skip(broker === undefined, "not here: RabbitMQ 4.0");
    closedBecause = undefined;
    await openChannel(); // what closed it in one test says nothing of the next
  });
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  });
  afterAll(async () => {
    await model?.close();
    await broker?.dispose();
  });
  const bench: Bench = {
    get broker() {
      return given(broker);
    },
    get channel() {
      return given(channel);
    },
    lacks: (capability) => lacks(given(broker), capability),
    connect: async (options = {}) => {
      const rabbit = await connectTo(contract, {
        url: given(broker).url,
        service: "svc-billing",
        ...options,
      });
      cleanups.push(() => rabbit.close({ timeout: 5_000 }));
      return rabbit;
    },
    proxy: async () => {
      const proxy = await startProxy(given(broker).url);
      cleanups.push(() => proxy.close());
      return proxy;
    },
    take: (queue) =>
      poll(async () => (await openChannel()).get(queue, { noAck: true }).catch(() => undefined)),
    count: async (queue) => {
      if (gone.has(queue)) throw new Error(`the test of queue ${queue} is over`);
      const open = await openChannel();
      return open.checkQueue(queue).then(
        (state) => state.messageCount,
        () => undefined,
      );
    },
    holds: async (queue, messages) => {
      await poll(async () => (await bench.count(queue)) === messages);
    },
    bound: async (family) => {
      const name = bench.queue();
      const open = await openChannel();
      await open.assertQueue(name, { durable: true });
      for (const version of Object.values(family.versions)) {
        const { exchange } = version;
        await open.assertExchange(exchange.name, exchange.type);
        await open.bindQueue(name, exchange.name, wholePattern(shapeOf(version)));
      }
      return name;
    },
    queue: (name = `q.${randomUUID().slice(0, 8)}`) => {
      gone.delete(name);
      cleanups.push(async () => {
        gone.add(name);
        const steps = [1, 50, 100, 200, 300, 1_000, 2_000, 10_000, 60_000].map((ms) => `${name}.retry.${ms}`);
        for (const each of [name, `${name}.dead`, ...steps]) await (await openChannel()).deleteQueue(each);
      });
      return name;
    },
  };
  return bench;
}
