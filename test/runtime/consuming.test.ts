import { Buffer } from "node:buffer";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { type Delivered, Reject, Retry } from "../../runtime/index.js";
import { type OrderPaid, orderFamily } from "../support/order-family.js";
import { useBench } from "../support/use-bench.js";
import { nextEvent, Seen } from "../support/waiting.js";

const bench = useBench();
const V1 = "application/json; version=v1";

test("tries again after a delay, with the same message id, and then succeeds", async () => {
  const family = orderFamily();
  const queue = bench.queue();
  const rabbit = await bench.connect();
  const retried = nextEvent(rabbit, "retry");
  const seen = new Seen<Delivered>();
  await rabbit.consumer(family, {
    queue,
    retry: { delays: ["100ms"] },
    handlers: {
      v1: (_, message) => {
        seen.add(message);
        if (message.attempt === 1) throw new Error("gateway down");
      },
      v2: "dead-letter",
    },
  });
  const { messageId } = await (await rabbit.publisher(family.versions.v1)).publish({ orderId: "o-1" });
  const deliveries = await seen.count(2);
  expect(deliveries.map(({ attempt }) => attempt)).toEqual([1, 2]);
  expect(deliveries.map((message) => message.messageId)).toEqual([messageId, messageId]);
  expect(deliveries[1]?.raw.properties).toMatchObject({
    contentType: V1,
    deliveryMode: 2,
    type: family.event,
    appId: "svc-billing",
  });
  expect(await retried).toMatchObject({
    queue,
    messageId,
    attempt: 1,
    delayMs: 100,
    cause: { message: "gateway down" },
  });
  await rabbit.close();
  await bench.holds(queue, 0);
});

test("works on other messages while one waits for its next attempt", async () => {
  const family = orderFamily();
  const queue = bench.queue();
  const rabbit = await bench.connect();
  const seen = new Seen<string>();
  await rabbit.consumer(family, {
    queue,
    retry: { delays: ["50ms", "60s"] },
    handlers: {
      v1: ({ orderId }, { attempt }) => {
        seen.add(`${orderId} ${attempt}`);
        if (orderId === "bad") throw new Retry("much later", { after: "60s" });
        if (orderId === "late" && attempt === 1) throw new Retry("later");
      },
      v2: "dead-letter",
    },
  });
  const publisher = await rabbit.publisher(family.versions.v1);
  for (const orderId of ["bad", "a", "late"]) await publisher.publish({ orderId });
  expect(await seen.count(4)).toEqual(["bad 1", "a 1", "late 1", "late 2"]);
  await bench.holds(`${queue}.retry.60000`, 1);
});

test("rounds a handler's own delay up to a step's queue", async () => {
  const family = orderFamily();
  const queue = bench.queue();
  const rabbit = await bench.connect();
  const retried = nextEvent(rabbit, "retry");
  const v1 = () => {
    throw new Retry("later", { after: "1500ms" });
  };
  await rabbit.consumer(family, { queue, handlers: { v1, v2: "dead-letter" } });
  await (await rabbit.publisher(family.versions.v1)).publish({ orderId: "o-1" });
  expect(await retried).toMatchObject({ delayMs: 2_000 });
  await bench.holds(`${queue}.retry.2000`, 1);
});

test("moves a rejected message to the dead-letter queue, with the reason in string headers", async () => {
  const family = orderFamily();
  const queue = bench.queue();
  const rabbit = await bench.connect();
  const v1 = () => {
    throw new Reject("account closed");
  };
  await rabbit.consumer(family, { queue, handlers: { v1, v2: "dead-letter" } });
  const { messageId } = await (await rabbit.publisher(family.versions.v1)).publish({ orderId: "o-1" });
  const dead = await bench.take(`${queue}.dead`);
  expect(dead.content.toString()).toBe('{"orderId":"o-1"}');
  expect(dead.properties).toMatchObject({ messageId, contentType: V1, deliveryMode: 2, type: family.event });
  expect(dead.properties.headers).toMatchObject({
    "content-type": V1,
    "rabbitgen-reason": "rejected",
    "rabbitgen-error-name": "Reject",
    "rabbitgen-error-message": "account closed",
    "rabbitgen-attempts": "1",
    "rabbitgen-queue": queue,
    "rabbitgen-exchange": `x.${family.event}`,
    "rabbitgen-routing-key": family.event,
    "rabbitgen-service": "svc-billing",
    "rabbitgen-time": expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
  });
});

test("gives up after maxAttempts", async () => {
  const family = orderFamily();
  const queue = bench.queue();
  const rabbit = await bench.connect();
  const attempts: number[] = [];
  const v1 = (_: OrderPaid, { attempt }: Delivered) => {
    attempts.push(attempt);
    throw undefined;
  };
  await rabbit.consumer(family, {
    queue,
    retry: { delays: ["50ms", "100ms"], maxAttempts: 3 },
    handlers: { v1, v2: "dead-letter" },
  });
  await (await rabbit.publisher(family.versions.v1)).publish({ orderId: "o-1" });
  const { headers } = (await bench.take(`${queue}.dead`)).properties;
  expect(headers).toMatchObject({ "rabbitgen-reason": "attempts-exhausted", "rabbitgen-attempts": "3" });
  expect(attempts).toEqual([1, 2, 3]);
});

test.each(["hold", "requeue"] as const)(
  "strategy %s counts attempts by the quorum queue, and is capped",
  async (strategy) => {
    const family = orderFamily();
    const queue = bench.queue();
    const rabbit = await bench.connect();
    const attempts: number[] = [];
    const v1 = (_: OrderPaid, { attempt }: Delivered) => {
      attempts.push(attempt);
      throw new Error("no");
    };
    await rabbit.consumer(family, {
      queue,
      retry: { strategy, delays: ["10ms"], maxAttempts: 4 },
      handlers: { v1, v2: "dead-letter" },
    });
    await (await rabbit.publisher(family.versions.v1)).publish({ orderId: "o-1" });
    expect((await bench.take(`${queue}.dead`)).properties.headers).toMatchObject({
      "rabbitgen-reason": "attempts-exhausted",
    });
    expect(attempts).toEqual([1, 2, 3, 4]);
  },
);

test("retries a classic queue's messages too", async () => {
  const family = orderFamily();
  const queue = bench.queue();
  const rabbit = await bench.connect();
  const attempts = new Seen<number>();
  const v1 = (_: OrderPaid, { attempt }: Delivered) => {
    attempts.add(attempt);
    throw new Error("no");
  };
  const retry = { delays: ["50ms"], maxAttempts: 2 };
  await rabbit.consumer(family, {
    queue: { name: queue, type: "classic" },
    retry,
    handlers: { v1, v2: "dead-letter" },
  });
  await (await rabbit.publisher(family.versions.v1)).publish({ orderId: "o-1" });
  await bench.take(`${queue}.dead`);
  expect(attempts.items).toEqual([1, 2]);
});

test("makes a dead letter of a message whose validator throws, and reads on", async () => {
  const family = orderFamily();
  const reader: typeof family.versions.v1.reader = (value) => {
    if (JSON.stringify(value).includes("o-1")) throw new TypeError("Cannot read properties of undefined");
    return family.versions.v1.reader(value);
  };
  const validators = async () => ({ ...(await family.versions.v1.validators()), reader });
  const broken = { ...family, versions: { ...family.versions, v1: { ...family.versions.v1, validators } } };
  const queue = bench.queue();
  const rabbit = await bench.connect();
  const handled = new Promise<unknown>((resolve) => {
    rabbit.consumer(broken, { queue, handlers: { v1: resolve, v2: "dead-letter" } }).then(async () => {
      const publisher = await rabbit.publisher(family.versions.v1);
      await publisher.publish({ orderId: "o-1" });
      await publisher.publish({ orderId: "o-2" });
    });
  });
  const letter = await bench.take(`${queue}.dead`);
  expect(letter.properties.headers).toMatchObject({ "rabbitgen-reason": "validator-failed" });
  expect(await handled).toEqual({ orderId: "o-2" });
});

const dead: readonly (readonly [what: string, reason: string, body: string, properties: object])[] = [
  ["malformed JSON", "undecodable", '{"orderId":', { contentType: V1 }],
  ["an empty body", "undecodable", "", { contentType: V1 }],
  ["an unknown version", "unknown-version", "{}", { contentType: "application/json; version=v9" }],
  ["no version", "unknown-version", "{}", {}],
  [
    "two versions",
    "version-conflict",
    "{}",
    { contentType: V1, headers: { "content-type": "application/json; version=v2" } },
  ],
  ["another event", "unknown-event", "{}", { contentType: V1, type: "something_else" }],
  [
    "an integer that no double holds",
    "unsafe-integer",
    '{"orderId":"o","note":9007199254740993}',
    { contentType: V1 },
  ],
  ["a schema violation", "schema-violation", '{"orderId":1}', { contentType: V1 }],
  ["a declined version", "declined", '{"orderId":"o"}', { contentType: "application/json; version=v2" }],
];

test.each(dead)(
  "makes a dead letter of %s (%s) without calling the handler",
  async (_, reason, body, properties) => {
    const family = orderFamily();
    const queue = bench.queue();
    const rabbit = await bench.connect();
    let calls = 0;
    const v1 = () => {
      calls += 1;
    };
    await rabbit.consumer(family, { queue, handlers: { v1, v2: "dead-letter" } });
    const told = nextEvent(rabbit, "dead-letter");
    bench.channel.publish(`x.${family.event}`, family.event, Buffer.from(body), properties);
    const letter = await bench.take(`${queue}.dead`);
    expect(letter.properties.headers).toMatchObject({ "rabbitgen-reason": reason });
    expect(letter.content.toString()).toBe(body);
    expect(letter.properties.messageId).toMatch(/^[0-9a-f-]{36}$/);
    if (reason === "schema-violation") {
      expect(JSON.parse(letter.properties.headers?.["rabbitgen-errors"])).toMatchObject([
        { path: "/orderId", keyword: "type" },
      ]);
    }
    expect(await told).toMatchObject({ reason, queue });
    expect(calls).toBe(0);
  },
);

test("reads a foreign message that has nothing but the content-type header", async () => {
  const family = orderFamily();
  const rabbit = await bench.connect();
  const seen = new Seen<readonly [OrderPaid, Delivered]>();
  await rabbit.consumer(family, {
    queue: bench.queue(),
    handlers: { v1: (event, message) => seen.add([event, message]), v2: "dead-letter" },
  });
  const options = { headers: { "Content-Type": "application/json;version=v1" } };
  bench.channel.publish(`x.${family.event}`, family.event, Buffer.from('{"orderId":"o","new":1}'), options);
  const [[event, message] = []] = await seen.count(1);
  expect(event).toEqual({ orderId: "o", new: 1 });
  expect(message).toMatchObject({ messageId: undefined, version: "v1", event: family.event });
});

test("reads what another client compressed, and parks what would fill the memory", async () => {
  const family = orderFamily();
  const queue = bench.queue();
  const rabbit = await bench.connect();
  const seen = new Seen<string>();
  const dead = nextEvent(rabbit, "dead-letter");
  await rabbit.consumer(family, {
    queue,
    retry: { delays: ["50ms"] },
    handlers: {
      v1: ({ orderId }, { attempt }) => {
        seen.add(`${orderId} ${attempt}`);
        if (attempt === 1) throw new Error("once more"); // the copy is compressed, too
      },
      v2: "dead-letter",
    },
  });
  const properties = { contentType: V1, type: family.event, contentEncoding: "gzip" };
  const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, " "));
  bench.channel.sendToQueue(queue, bomb, properties);
  bench.channel.sendToQueue(queue, gzipSync('{"orderId":"o-1"}'), properties);
  expect(await seen.count(2)).toEqual(["o-1 1", "o-1 2"]);
  expect(await dead).toMatchObject({ reason: "undecodable", cause: { message: /over 16777216 bytes/ } });
  const letter = await bench.take(`${queue}.dead`);
  expect(letter.content).toEqual(bomb);
  expect(letter.properties.contentEncoding).toBe("gzip");
});

test("retries a message whose user id, expiration, CC and x-death a copy must not carry", async () => {
  const family = orderFamily();
  const queue = bench.queue();
  const rabbit = await bench.connect();
  const seen = new Seen<Delivered>();
  const v1 = (_: OrderPaid, message: Delivered) => {
    seen.add(message);
    if (message.attempt === 1) throw new Error("again");
  };
  await rabbit.consumer(family, { queue, retry: { delays: ["1s"] }, handlers: { v1, v2: "dead-letter" } });
  const elsewhere = bench.queue();
  await bench.channel.assertQueue(elsewhere);
  bench.channel.publish(`x.${family.event}`, family.event, Buffer.from('{"orderId":"o"}'), {
    contentType: V1,
    userId: "guest",
    expiration: 20_000,
    CC: [elsewhere],
    headers: { n: 7, table: { a: "b" } },
  });
  const [first, second] = await seen.count(2);
  expect(first?.raw.properties).toMatchObject({ userId: "guest", expiration: "20000" });
  expect(second?.raw.properties).toMatchObject({ userId: undefined, expiration: undefined });
  expect(second?.headers).toMatchObject({
    "rabbitgen-attempt": "2",
    "rabbitgen-user-id": "guest",
    "rabbitgen-expiration": "20000",
    "rabbitgen-cc": JSON.stringify([elsewhere]),
    n: 7,
    table: { a: "b" },
  });
  await bench.holds(elsewhere, 0);
});

test("consumes several events from one queue, each with its own handlers", async () => {
  const [paid, cancelled] = [orderFamily(), orderFamily()];
  const rabbit = await bench.connect();
  const seen = new Seen<string>();
  const handlers = (name: string) => ({ v1: () => seen.add(`${name} v1`), v2: () => seen.add(`${name} v2`) });
  await rabbit.consumer([paid, cancelled], {
    queue: bench.queue(),
    handlers: { [paid.event]: handlers("paid"), [cancelled.event]: handlers("cancelled") },
  });
  await (await rabbit.publisher(paid.versions.v1)).publish({ orderId: "o" });
  await (await rabbit.publisher(cancelled.versions.v2)).publish({ orderId: "o" });
  expect(new Set(await seen.count(2))).toEqual(new Set(["paid v1", "cancelled v2"]));
});

test("gives a handler its time, then fires its signal and takes the next attempt", async () => {
  const family = orderFamily();
  const rabbit = await bench.connect();
  const aborted: boolean[] = [];
  const done = new Seen<number>();
  await rabbit.consumer(family, {
    queue: bench.queue(),
    handlerTimeout: "200ms",
    retry: { delays: ["50ms"] },
    handlers: {
      v1: (_, { attempt, signal }) => {
        if (attempt === 2) return done.add(attempt);
        return new Promise<void>(() => signal.addEventListener("abort", () => aborted.push(signal.aborted)));
      },
      v2: "dead-letter",
    },
  });
  await (await rabbit.publisher(family.versions.v1)).publish({ orderId: "o" });
  await done.count(1);
  expect(aborted).toEqual([true]);
});

test("works on as many messages at a time as prefetch says", async () => {
  const family = orderFamily();
  const rabbit = await bench.connect();
  let now = 0;
  let most = 0;
  const done = new Seen<string>();
  const open = new Seen<() => void>();
  await rabbit.consumer(family, {
    queue: bench.queue(),
    prefetch: 3,
    handlers: {
      v1: async ({ orderId }) => {
        now += 1;
        most = Math.max(most, now);
        await new Promise<void>((resolve) => open.add(resolve));
        now -= 1;
        done.add(orderId);
      },
      v2: "dead-letter",
    },
  });
  const publisher = await rabbit.publisher(family.versions.v1);
  for (let i = 0; i < 9; i += 1) await publisher.publish({ orderId: String(i) });
  for (let i = 1; i <= 9; i += 1) (await open.count(i))[i - 1]?.();
  await done.count(9);
  expect(most).toBeLessThanOrEqual(3);
  expect(most).toBeGreaterThan(1);
});

test("resubscribes, and declares the queue again, when it is deleted", async () => {
  const family = orderFamily();
  const queue = bench.queue();
  const rabbit = await bench.connect();
  const seen = new Seen<string>();
  await rabbit.consumer(family, {
    queue,
    handlers: { v1: ({ orderId }) => seen.add(orderId), v2: "dead-letter" },
  });
  const [lost, back] = [nextEvent(rabbit, "consumer-lost"), nextEvent(rabbit, "consumer-recovered")];
  await bench.channel.deleteQueue(queue);
  expect(await lost).toMatchObject({ queue });
  await back;
  await (await rabbit.publisher(family.versions.v1)).publish({ orderId: "after" });
  expect(await seen.count(1)).toEqual(["after"]);
});

test("declares the dead-letter queue again when it is gone, and loses nothing", async () => {
  const family = orderFamily();
  const queue = bench.queue();
  const rabbit = await bench.connect();
  const v1 = () => {
    throw new Reject("no");
  };
  await rabbit.consumer(family, { queue, handlers: { v1, v2: "dead-letter" } });
  const publisher = await rabbit.publisher(family.versions.v1);
  await publisher.publish({ orderId: "first" });
  await bench.take(`${queue}.dead`);
  await bench.channel.deleteQueue(`${queue}.dead`);
  await publisher.publish({ orderId: "second" });
  expect((await bench.take(`${queue}.dead`)).content.toString()).toBe('{"orderId":"second"}');
});

test("says what differs when the queue exists with other arguments", async () => {
  const family = orderFamily();
  const queue = bench.queue();
  await bench.channel.assertQueue(queue, { durable: true });
  const rabbit = await bench.connect();
  const consumer = rabbit.consumer(family, { queue, handlers: { v1: "dead-letter", v2: "dead-letter" } });
  await expect(consumer).rejects.toMatchObject({
    name: "TopologyMismatchError",
    entity: queue,
    argument: expect.stringMatching(/^x-/),
  });
});

test("refuses a second consumer of a queue for other events, which would dead-letter each other's", async () => {
  const [first, second] = [orderFamily(), orderFamily()];
  const queue = bench.queue();
  const rabbit = await bench.connect();
  const handlers = { v1: () => {}, v2: "dead-letter" } as const;
  const consumer = await rabbit.consumer(first, { queue, handlers });
  await rabbit.consumer(first, { queue, handlers }); // one more of the same is more hands
  await expect(rabbit.consumer({ ...second, event: "another" }, { queue, handlers })).rejects.toThrow(
    "pass all its events in one call",
  );
  expect(consumer).toBeDefined();
  await rabbit.close();
});

test("refuses what the compiler would: all versions where one is meant, and no url", async () => {
  const rabbit = await bench.connect();
  await expect(rabbit.publisher(orderFamily() as never)).rejects.toThrow("takes one version");
  await rabbit.close();
  const { connectTo } = await import("../../runtime/index.js");
  await expect(connectTo({ services: {} }, { service: "s" } as never)).rejects.toThrow("needs a url");
});
