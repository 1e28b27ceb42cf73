import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { type AddressInfo, connect as connectSocket, createServer, type Socket } from "node:net";
import { type Channel, type ChannelModel, connect, type GetMessage } from "amqplib";
import { afterAll, afterEach, beforeAll } from "vitest";
import type { Broker } from "../../broker/broker.js";
import { findBroker } from "../../broker/find-broker.js";
import type { ConnectOptions } from "../../templates/runtime/connect-options.js";
import type { EventFamily, EventVersion, Validator } from "../../templates/runtime/event-version.js";
import { type Contract, connectTo, type Rabbit, type RabbitEvents } from "../../templates/runtime/index.js";

export interface OrderPaid {
  readonly orderId: string;
}

/** Accepts objects with a string `orderId`; `closed` refuses every other property. */
export function orderValidator(closed: boolean): Validator<OrderPaid> {
  return (value) => {
    const fail = (path: string, keyword: string, message: string) =>
      ({ valid: false, failures: [{ path, keyword, message }], omitted: 0 }) as const;
    if (typeof value !== "object" || value === null) return fail("", "type", "must be object");
    if (!("orderId" in value) || typeof value.orderId !== "string")
      return fail("/orderId", "type", "must be string");
    const other = Object.keys(value).find((name) => name !== "orderId");
    if (closed && other !== undefined)
      return fail(`/${other}`, "additionalProperties", "must NOT be present");
    return { valid: true, value: value as unknown as OrderPaid };
  };
}

type Order<Version extends string> = EventVersion<string, Version, OrderPaid>;

/** A descriptor as the generator writes it. */
export function orderVersion<Version extends string>(
  event: string,
  version: Version,
  changes: Omit<Partial<EventVersion>, "version"> = {},
): Order<Version> {
  return {
    event,
    version,
    contentType: `application/json; version=${version}`,
    deliveryMode: 2,
    exchange: { name: `x.${event}`, type: "topic" },
    routingKey: event,
    vhost: undefined,
    envelope: "headers",
    unroutable: "error",
    ...changes,
    reader: orderValidator(false),
    writer: orderValidator(true),
  };
}

export type OrderFamily = EventFamily<string, { readonly v1: Order<"v1">; readonly v2: Order<"v2"> }>;

/** Event with versions v1 and v2 under a name of its own, so that tests share a broker without meeting. */
export function orderFamily(changes: Omit<Partial<EventVersion>, "version"> = {}): OrderFamily {
  const event = `order_paid_${randomUUID().slice(0, 8)}`;
  return {
    event,
    versions: { v1: orderVersion(event, "v1", changes), v2: orderVersion(event, "v2", changes) },
  };
}

export const contract: Contract<"svc-order" | "svc-billing"> = {
  services: {
    "svc-order": { publishes: ["order_paid"], consumes: {} },
    "svc-billing": { publishes: [], consumes: {} },
  },
};

/** The next such event, or the first one that `matches`. */
export function nextEvent<Name extends keyof RabbitEvents>(
  rabbit: Rabbit,
  name: Name,
  matches: (event: RabbitEvents[Name]) => boolean = () => true,
): Promise<RabbitEvents[Name]> {
  return new Promise((resolve) => {
    const stop = rabbit.on(name, (event) => {
      if (!matches(event)) return;
      stop();
      resolve(event);
    });
  });
}

/** Asks again and again until there is an answer; the broker's queues have no event to wait for. */
export async function poll<Value>(ask: () => Promise<Value | undefined | false>): Promise<Value> {
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** A list that can be waited for. */
export class Seen<Item> {
  readonly items: Item[] = [];
  #check: () => void = () => {};

  add(item: Item): void {
    this.items.push(item);
    this.#check();
  }

  async count(count: number): Promise<readonly Item[]> {
    while (this.items.length < count) {
      await new Promise<void>((resolve) => {
        this.#check = resolve;
      });
    }
    return this.items;
  }
}

/** A TCP proxy in front of the broker whose connections can be reset or silenced. */
export interface Proxy {
  readonly url: string;
  /** Resets every connection that is open now. */
  cut(): void;
  /** From now on connections are taken and nothing passes; `false` ends that for new connections. */
  silence(on: boolean): void;
  /** Refuses connections while `on`. */
  refuse(on: boolean): void;
  readonly open: number;
  close(): Promise<void>;
}

async function startProxy(target: string): Promise<Proxy> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let silent = false;
  let refusing = false;
  const server = createServer((client) => {
    if (refusing) {
      client.on("error", () => {});
      client.resetAndDestroy();
      return;
    }
    const upstream = connectSocket(Number(port), hostname);
    for (const socket of [client, upstream]) {
      socket.setNoDelay(true);
      sockets.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => {
        sockets.delete(socket);
        (socket === client ? upstream : client).destroy();
      });
    }
    client.on("data", (data) => silent || upstream.write(data));
    upstream.on("data", (data) => silent || client.write(data));
    client.on("end", () => upstream.end());
    upstream.on("end", () => client.end());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = new URL(target);
  address.port = String((server.address() as AddressInfo).port);
  return {
    url: address.href,
    cut: () => {
      for (const socket of sockets) socket.resetAndDestroy();
    },
    silence: (on) => {
      silent = on;
    },
    refuse: (on) => {
      refusing = on;
    },
    get open() {
      return sockets.size / 2;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

/** What a test file needs of a broker; everything it makes is closed or deleted after the test. */
export interface Bench {
  readonly broker: Broker;
  /** A connection of plain amqplib, as other teams' programs have. */
  readonly channel: Channel;
  connect(options?: Partial<ConnectOptions<"svc-order" | "svc-billing">>): Promise<Rabbit>;
  proxy(): Promise<Proxy>;
  /** The oldest message of a queue, taken out of it. */
  take(queue: string): Promise<GetMessage>;
  /** How many messages a queue holds; `undefined` while it does not exist. */
  count(queue: string): Promise<number | undefined>;
  /** Waits until it holds so many: a quorum queue's count lags behind its acks. */
  holds(queue: string, messages: number): Promise<void>;
  /** A queue bound to the event, for looking at what a publisher sends. */
  bound(family: EventFamily): Promise<string>;
  /** Deleted after the test with its dead-letter and retry queues. */
  queue(name?: string): string;
}

/** One broker per test file. */
export function useBench(): Bench {
  let broker: Broker | undefined;
  let model: ChannelModel | undefined;
  let channel: Channel | undefined;
  const cleanups: (() => Promise<unknown>)[] = [];
  const given = <Value>(value: Value | undefined): Value => {
    if (value === undefined) throw new Error("only inside a test");
    return value;
  };
  const openChannel = async (): Promise<Channel> => {
    if (model === undefined) {
      model = await connect(given(broker).url);
      model.on("error", () => {});
      model.on("close", () => {
        model = undefined;
        channel = undefined;
      });
    }
    if (channel === undefined) {
      channel = await model.createChannel();
      channel.on("error", () => {});
      channel.on("close", () => {
        channel = undefined;
      });
    }
    return channel;
  };
  beforeAll(async () => {
    broker = await findBroker();
    await openChannel();
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
      for (const { exchange, routingKey } of Object.values(family.versions)) {
        await open.assertExchange(exchange.name, exchange.type);
        await open.bindQueue(name, exchange.name, routingKey);
      }
      return name;
    },
    queue: (name = `q.${randomUUID().slice(0, 8)}`) => {
      cleanups.push(async () => {
        const steps = [1, 50, 100, 200, 300, 1_000, 2_000, 10_000, 60_000].map((ms) => `${name}.retry.${ms}`);
        for (const each of [name, `${name}.dead`, ...steps]) await (await openChannel()).deleteQueue(each);
      });
      return name;
    },
  };
  return bench;
}
