import { Buffer } from "node:buffer";
import { once } from "node:events";
import { expect, test } from "vitest";
import type { ConsumerOptions } from "../../runtime/consume/consumer-options.js";
import type { Bind } from "../../runtime/contract/contract.js";
import {
  type BatchItem,
  memoryInbox,
  type Rabbit,
  type RabbitEvents,
  Reject,
  Retry,
} from "../../runtime/index.js";
import { kept, Ledger } from "../support/ledger.js";
import { type OrderFamily, orderFamily } from "../support/order-family.js";
import { useBench } from "../support/use-bench.js";
import { nextEvent, poll, Seen } from "../support/waiting.js";

const bench = useBench();
type Order = OrderFamily["versions"]["v1"];
type Items = readonly BatchItem<Order>[];
type Options = Partial<Omit<ConsumerOptions<unknown, Bind, number>, "handlers" | "queue">>;

/** Longer than any test: such a batch is handed over when it is full, or never. */
const NEVER = "5m";
const orders = (count: number): readonly string[] => Array.from({ length: count }, (_, i) => `o-${i}`);
const idsOf = (batch: Items): readonly string[] => batch.map(({ event }) => event.orderId);

/** A consumer of batches of v1, and what its handler saw; `work` may throw. */
async function start(
  work: (batch: Items, signal: AbortSignal) => Promise<void> | void,
  options: Options,
  rabbit?: Rabbit,
) {
  const family = orderFamily();
  const queue = bench.queue();
  const own = rabbit ?? (await bench.connect());
  const seen = new Seen<readonly string[]>();
  const attempts = new Seen<string>();
  const events: string[] = [];
  own.on("retry", ({ messageId, attempt, delayMs }) => events.push(`${messageId} ${attempt} ${delayMs}`));
  const dead = new Seen<RabbitEvents["dead-letter"]>();
  own.on("dead-letter", (event) => dead.add(event));
  const consumer = await own.consumer(family, {
    queue,
    batch: { size: 3, within: NEVER },
    ...options,
    handlers: {
      v1: async (batch, { signal }) => {
        seen.add(idsOf(batch));
        for (const { event, message } of batch) attempts.add(`${event.orderId} ${message.attempt}`);
        await work(batch, signal);
      },
      v2: "dead-letter",
    },
  });
  const publisher = await (await bench.connect()).publisher(family.versions.v1);
  const publish = async (ids: readonly string[]): Promise<void> => {
    for (const orderId of ids) await publisher.publish({ orderId }, { messageId: orderId });
  };
  return { family, queue, rabbit: own, consumer, seen, attempts, events, dead, publish, publisher };
}

test("hands over full batches in order, one at a time, and acknowledges each message", async () => {
  let running = 0;
  let most = 0;
  const { seen, publish, queue } = await start(
    async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, 5));
      running -= 1;
    },
    { prefetch: 9 },
  );
  await publish(orders(12));
  const all = await seen.count(4);
  expect(all.flat()).toEqual(orders(12));
  expect(all.map(({ length }) => length)).toEqual([3, 3, 3, 3]);
  expect(most).toBe(1);
  await bench.holds(queue, 0);
  expect(await bench.count(`${queue}.dead`)).toBe(0);
});

test("takes as many messages as fit into one batch unless prefetch says otherwise", async () => {
  const { seen, publish, queue, consumer } = await start(async (batch, signal) => {
    if (!idsOf(batch).includes("o-0")) await once(signal, "abort");
  }, {});
  await publish(orders(3)); // the first one comes by a careful subscription, beside those of the next
  await seen.count(1);
  await bench.holds(queue, 0);
  await publish(["o-3", "o-4", "o-5", "o-6", "o-7"]);
  await seen.count(2);
  await bench.holds(queue, 2);
  await consumer.close({ timeout: 200 });
});

test("hands over what came within the time, in one batch", async () => {
  const { seen, publish, consumer } = await start(() => {}, { batch: { size: 100, within: "2s" } });
  await consumer.pause(); // they come together, however long it takes to publish them
  await publish(orders(4));
  await consumer.resume();
  expect(await seen.count(1)).toEqual([orders(4)]);
});

test("gives back what waits for others when it pauses and when it closes, and calls no handler with it", async () => {
  const { seen, publish, queue, consumer, rabbit } = await start(() => {}, {});
  await publish(orders(2));
  await bench.holds(queue, 0); // they are here
  expect(rabbit.health().consumers).toMatchObject([{ state: "consuming", active: 0 }]);
  await consumer.pause();
  await bench.holds(queue, 2);
  await consumer.resume();
  await publish(["o-2", "o-3"]);
  await poll(async () => seen.items.length >= 2); // delivered before, so each alone
  expect(seen.items.slice(0, 2)).toEqual([["o-0"], ["o-1"]]);
  await bench.holds(queue, 0);
  expect(await consumer.close()).toEqual({ drained: 0, abandoned: 0 });
  await bench.holds(queue, 2);
  expect(seen.items).toHaveLength(2);
});

test("drains the batch that is handled when it closes, and starts no other one", async () => {
  const finish = new Seen<() => void>();
  const { seen, publish, queue, consumer } = await start(
    () => new Promise<void>((resolve) => finish.add(resolve)),
    { prefetch: 6 },
  );
  await publish(orders(6));
  await seen.count(1);
  await bench.holds(queue, 0);
  const closed = consumer.close();
  finish.items[0]?.();
  expect(await closed).toEqual({ drained: 3, abandoned: 0 });
  await bench.holds(queue, 3);
  expect(seen.items).toEqual([orders(3)]);
});

test("cuts a batch off at the deadline of close, and settles none of it", async () => {
  const aborted = new Seen<boolean>();
  const { seen, publish, queue, consumer } = await start(async (batch, signal) => {
    await once(signal, "abort");
    aborted.add(batch.every(({ message }) => message.signal.aborted));
  }, {});
  await publish(orders(3));
  await seen.count(1);
  expect(await consumer.close({ timeout: 500 })).toEqual({ drained: 0, abandoned: 3 });
  expect(await aborted.count(1)).toEqual([true]);
  await bench.holds(queue, 3);
});

test("fails only a marked message: the others are done, and it comes back on its own", async () => {
  const { attempts, events, publish, queue, seen } = await start(
    (batch) => {
      for (const { event, message, fail } of batch)
        if (event.orderId === "o-1" && message.attempt === 1) fail(new Retry("later", { after: "50ms" }));
    },
    { retry: { delays: ["50ms", "1s"] } },
  );
  await publish(orders(3));
  expect(await seen.count(2)).toEqual([orders(3), ["o-1"]]);
  expect(attempts.items).toEqual(["o-0 1", "o-1 1", "o-2 1", "o-1 2"]);
  expect(events).toEqual(["o-1 1 50"]);
  await bench.holds(queue, 0);
  expect(await bench.count(`${queue}.dead`)).toBe(0);
});

test("takes each mark as what a handler of that message alone had thrown, and the first of one message", async () => {
  const { dead, events, publish, queue } = await start(
    (batch) => {
      batch[0]?.fail(new Reject("never"));
      batch[0]?.fail(new Error("not counted"));
      batch[1]?.fail(undefined);
      batch[2]?.fail("a text");
    },
    { retry: { delays: ["50ms"], maxAttempts: 2 } },
  );
  await publish(orders(3));
  const letters = [...(await dead.count(3))].map(
    ({ messageId, reason, attempt, cause }) => `${messageId} ${reason} ${attempt} ${cause.message}`,
  );
  // alone, each is the first of its batch
  expect(letters.sort()).toEqual(["o-0 rejected 1 never", "o-1 rejected 2 never", "o-2 rejected 2 never"]);
  expect([...events].sort()).toEqual(["o-1 1 50", "o-2 1 50"]);
  await bench.holds(`${queue}.dead`, 3);
});

test("fails all messages without a mark when the handler throws, each with attempts of its own", async () => {
  const ledger = new Ledger();
  const { attempts, dead, publisher, queue, consumer } = await start(
    (batch) => {
      for (const { event, message } of batch) {
        if (event.orderId === "bad-0") throw new Error("no");
        if (message.attempt > 1) ledger.handled(event.orderId);
      }
    },
    { retry: { delays: ["50ms"], maxAttempts: 3 } },
  );
  for (const id of ["good-0", "bad-0", "good-1"]) await ledger.publish(publisher, id);
  expect(await dead.count(1)).toMatchObject([
    { messageId: "bad-0", attempt: 3, reason: "attempts-exhausted" },
  ]);
  await ledger.handledAll(2); // one bad message costs the others one attempt
  const seen = attempts.items.filter((each) => each !== "bad-0 3");
  expect(seen.slice(0, 3)).toEqual(["good-0 1", "bad-0 1", "good-1 1"]);
  expect([...seen.slice(3)].sort()).toEqual(["bad-0 2", "good-0 2", "good-1 2"]);
  await consumer.close();
  const balance = await ledger.collect(bench, queue, 50);
  expect(balance).toMatchObject({ ...kept, handled: 2, dead: 1, queued: 0, duplicates: 0 });
});

test.each([
  ["none", { strategy: "none" }, ["o-0 1", "o-1 1", "o-2 1"]],
  [
    "requeue",
    { strategy: "requeue", maxAttempts: 2 },
    ["o-0 1", "o-1 1", "o-2 1", "o-0 2", "o-1 2", "o-2 2"],
  ],
] as const)("fails with the strategy %s as single messages do", async (_, retry, expected) => {
  const { attempts, dead, publish, queue } = await start(
    () => {
      throw new Error("always");
    },
    { retry },
  );
  await publish(orders(3));
  await dead.count(3);
  expect(attempts.items).toEqual(expected);
  await bench.holds(`${queue}.dead`, 3);
  await bench.holds(queue, 0);
});

test("refuses a mark when the call has ended, and changes nothing by it", async () => {
  const items = new Seen<Items>();
  const { publish, queue, events } = await start((batch) => items.add(batch), {});
  await publish(orders(3));
  const [batch = []] = await items.count(1);
  await bench.holds(queue, 0);
  expect(() => batch[0]?.fail(new Error("too late"))).toThrow(
    expect.objectContaining({ name: "BatchEndedError", advice: expect.stringContaining("await") }),
  );
  expect(events).toEqual([]);
  expect(await bench.count(`${queue}.dead`)).toBe(0);
});

test("gives a batch its time: then its signals fire, marks stay, and the others fail", async () => {
  const refused = new Seen<unknown>();
  const { dead, publish, seen } = await start(
    async (batch, signal) => {
      batch[1]?.fail(new Reject("known before"));
      await once(signal, "abort");
      try {
        batch[0]?.fail(new Error("too late"));
      } catch (error) {
        refused.add(error);
      }
    },
    { handlerTimeout: 200, retry: { strategy: "none" } },
  );
  await publish(orders(3));
  const letters = (await dead.count(3)).map(({ messageId, cause }) => `${messageId} ${cause.message}`);
  expect([...letters].sort()).toEqual([
    "o-0 the handler took longer than 200 ms",
    "o-1 known before",
    "o-2 the handler took longer than 200 ms",
  ]);
  expect(await refused.count(1)).toMatchObject([{ name: "BatchEndedError" }]);
  expect(seen.items).toHaveLength(1);
});

test("lets no invalid message into a batch", async () => {
  const { seen, dead, publish, queue, family } = await start(() => {}, {});
  await publish(["o-0", "o-1"]);
  const options = { type: family.event, contentType: "application/json; version=v1" };
  for (const body of ["{", '{"orderId":1}'])
    bench.channel.publish(`x.${family.event}`, family.event, Buffer.from(body), options);
  const letters = (await dead.count(2)).map(({ reason }) => reason);
  expect([...letters].sort()).toEqual(["schema-violation", "undecodable"]);
  expect(seen.items).toEqual([]);
  await publish(["o-2"]);
  expect(await seen.count(1)).toEqual([orders(3)]);
  await bench.holds(queue, 0);
});

/** A consumer of both versions, and the batches that it gets. */
async function startMixed(queue: { readonly name: string; readonly arguments?: Record<string, boolean> }) {
  const family = orderFamily();
  const rabbit = await bench.connect();
  const seen = new Seen<readonly string[]>();
  const handler =
    (version: string) =>
    (batch: readonly { readonly event: { readonly orderId: string } }[]): void =>
      seen.add(batch.map(({ event }) => `${version} ${event.orderId}`));
  const consumer = await rabbit.consumer(family, {
    queue,
    batch: { size: 2, within: "2s" },
    prefetch: 10,
    handlers: { v1: handler("v1"), v2: handler("v2") },
  });
  await consumer.pause();
  const publishers = [await rabbit.publisher(family.versions.v1), await rabbit.publisher(family.versions.v2)];
  for (const [index, which] of [0, 1, 0, 1, 1].entries())
    await publishers[which]?.publish({ orderId: `o-${index}` });
  await consumer.resume();
  return seen;
}

test("fills a batch of each version at the same time", async () => {
  const seen = await startMixed({ name: bench.queue() });
  expect(await seen.count(3)).toEqual([["v1 o-0", "v1 o-2"], ["v2 o-1", "v2 o-3"], ["v2 o-4"]]);
});

test("ends a batch where the version changes, and keeps the order, for a single active consumer", async () => {
  const seen = await startMixed({ name: bench.queue(), arguments: { "x-single-active-consumer": true } });
  expect(await seen.count(4)).toEqual([["v1 o-0"], ["v2 o-1"], ["v1 o-2"], ["v2 o-3", "v2 o-4"]]);
});

test("hands the batches of several events of a queue to the handler of each", async () => {
  const [paid, shipped] = [orderFamily(), orderFamily()];
  const rabbit = await bench.connect();
  const seen = new Seen<string>();
  const handlers = (name: string) => ({
    v1: (batch: Items, { event, version }: { readonly event: string; readonly version: string }) =>
      seen.add(`${name} ${event} ${version} ${idsOf(batch).join(" ")}`),
    v2: "dead-letter" as const,
  });
  await rabbit.consumer([paid, shipped], {
    queue: bench.queue(),
    batch: { size: 2, within: NEVER },
    prefetch: 10,
    handlers: { [paid.event]: handlers("paid"), [shipped.event]: handlers("shipped") },
  });
  const publishers = [await rabbit.publisher(paid.versions.v1), await rabbit.publisher(shipped.versions.v1)];
  for (const [index, which] of [0, 1, 0, 1].entries())
    await publishers[which]?.publish({ orderId: `o-${index}` });
  expect([...(await seen.count(2))]).toEqual([
    `paid ${paid.event} v1 o-0 o-2`,
    `shipped ${shipped.event} v1 o-1 o-3`,
  ]);
});

test("drops a batch whose channel goes, with what waits, and gets each message again alone", async () => {
  const proxy = await bench.proxy();
  const rabbit = await bench.connect({ url: proxy.url });
  const ledger = new Ledger();
  const lost = new Seen<unknown>();
  rabbit.on("settle-lost", (event) => lost.add(event));
  const cut = new Seen<() => void>();
  const { seen, publisher, queue, attempts, consumer } = await start(
    async (batch, signal) => {
      if (batch.some(({ message }) => message.attempt === 1)) {
        batch[0]?.fail(new Reject("does not count any more"));
        cut.add(proxy.cut);
        await once(signal, "abort");
        return;
      }
      for (const { event } of batch) ledger.handled(event.orderId);
    },
    { prefetch: 5, retry: { maxAttempts: 9 } },
    rabbit,
  );
  await ledger.publishAll(publisher, "o", 5);
  await cut.count(1);
  await bench.holds(queue, 0); // the other two are here
  cut.items[0]?.();
  await ledger.handledAll(5);
  expect(seen.items.map(({ length }) => length)).toEqual([3, 1, 1, 1, 1, 1]);
  expect(attempts.items.filter((each) => each.endsWith(" 1"))).toHaveLength(3);
  expect(lost.items).toHaveLength(3);
  await consumer.close();
  const balance = await ledger.collect(bench, queue);
  expect(balance).toMatchObject({ ...kept, handled: 5, dead: 0, queued: 0, duplicates: 0 });
});

test("asks the inbox before the handler, and has no message twice in a batch", async () => {
  const inbox = memoryInbox();
  const duplicates: (string | undefined)[] = [];
  const { seen, publish, queue, rabbit } = await start(() => {}, { inbox });
  rabbit.on("duplicate", ({ messageId }) => duplicates.push(messageId));
  await publish(["o-0", "o-1", "o-0"]);
  expect(await seen.count(1)).toEqual([["o-0", "o-1"]]);
  await publish(["o-1", "o-2", "o-1"]);
  expect(await seen.count(2)).toEqual([["o-0", "o-1"], ["o-2"]]);
  await bench.holds(queue, 0);
  await publish(["o-0", "o-1", "o-2"]);
  await poll(async () => duplicates.length === 6);
  expect(duplicates).toEqual(["o-0", "o-1", "o-1", "o-0", "o-1", "o-2"]);
  expect(seen.items).toHaveLength(2);
  await bench.holds(queue, 0);
});

test("does not note what failed, and lets only the messages fail that the inbox fails for", async () => {
  const done: string[] = [];
  const failing = new Set(["o-1", "o-2"]);
  const inbox = {
    seen: (id: string) => {
      if (id === "o-1" && failing.delete(id)) throw new Error("seen fails");
      return done.includes(id);
    },
    done: (id: string) => {
      if (id === "o-2" && failing.delete(id)) throw new Error("done fails");
      done.push(id);
    },
  };
  const { seen, publish, events } = await start(
    (batch) => {
      for (const { event, message, fail } of batch)
        if (event.orderId === "o-0" && message.attempt === 1) fail(new Error("not yet"));
    },
    { inbox, retry: { delays: ["50ms"] } },
  );
  await publish(orders(3));
  await seen.count(4);
  expect(seen.items[0]).toEqual(["o-0", "o-2"]);
  expect([...events].sort()).toEqual(["o-0 1 50", "o-1 1 50", "o-2 1 50"]);
  await poll(async () => done.length === 3);
  expect([...done].sort()).toEqual(orders(3));
});

test("calls no handler when the inbox took all of its time", async () => {
  const answers = new Seen<() => void>();
  const inbox = {
    seen: () => new Promise<boolean>((resolve) => answers.add(() => resolve(false))),
    done: () => {},
  };
  const { seen, publish, dead } = await start(() => {}, {
    inbox,
    handlerTimeout: 100,
    retry: { strategy: "none" },
  });
  await publish(orders(3));
  await dead.count(3);
  for (const answer of answers.items) answer();
  await new Promise((resolve) => setImmediate(resolve));
  expect(seen.items).toEqual([]);
});

test("counts a batch as one call for the breaker, and probes with one message", async () => {
  let isDown = true;
  const { seen, publish, rabbit } = await start(
    () => {
      if (isDown) throw new Error("the database is down");
    },
    {
      breaker: { failures: 2, pause: 50, maxPause: 100 },
      retry: { delays: ["60s"], maxAttempts: 9 },
    },
  );
  const opened = new Seen<RabbitEvents["breaker-open"]>();
  rabbit.on("breaker-open", (event) => opened.add(event));
  await publish(orders(3));
  await seen.count(1);
  await publish(["o-3", "o-4"]);
  expect(opened.items).toEqual([]);
  const closed = nextEvent(rabbit, "breaker-closed");
  await publish(["o-5"]);
  expect((await opened.count(1))[0]).toMatchObject({ failures: 2, cause: { message: /database/ } });
  await publish(["o-6"]);
  await seen.count(3);
  expect(seen.items[2]).toEqual(["o-6"]); // though no batch of three is full
  isDown = false;
  await publish(["o-7"]);
  await closed;
});

test("makes batches on a queue of each instance", async () => {
  const family = orderFamily();
  const name = bench.queue();
  const seen = new Seen<readonly string[]>();
  for (let instance = 0; instance < 2; instance += 1)
    await (await bench.connect()).consumer(family, {
      queue: { name, perInstance: true },
      batch: { size: 2, within: NEVER },
      handlers: { v1: (batch) => seen.add(idsOf(batch)), v2: "dead-letter" },
    });
  const publisher = await (await bench.connect()).publisher(family.versions.v1);
  for (const orderId of orders(4)) await publisher.publish({ orderId });
  const all = await seen.count(4);
  expect([...all.map((ids) => ids.join(" "))].sort()).toEqual(["o-0 o-1", "o-0 o-1", "o-2 o-3", "o-2 o-3"]);
});

test("begins carefully: batches that killed their process come again one message at a time", async () => {
  const { family, queue, consumer, publish } = await start(() => {}, { prefetch: 6 });
  await consumer.close();
  await publish(orders(6));
  const { model, channel } = await crashing();
  await channel.prefetch(6);
  let taken = 0;
  await new Promise<void>((resolve) => {
    void channel.consume(queue, () => {
      taken += 1;
      if (taken === 6) resolve();
    });
  });
  await model.close(); // as a process that dies with all of them
  const seen = new Seen<readonly string[]>();
  await (await bench.connect()).consumer(family, {
    queue,
    batch: { size: 6, within: NEVER },
    handlers: { v1: (batch) => seen.add(idsOf(batch)), v2: "dead-letter" },
  });
  expect([...(await seen.count(6)).map(({ length }) => length)]).toEqual([1, 1, 1, 1, 1, 1]);
});

async function crashing() {
  const { connect } = await import("amqplib");
  const model = await connect(bench.broker.url);
  return { model, channel: await model.createChannel() };
}

test("loses and doubles nothing while messages fail, handlers throw and connections drop", async () => {
  const proxy = await bench.proxy();
  const rabbit = await bench.connect({ url: proxy.url });
  const ledger = new Ledger();
  const settled = new Set<string>();
  let calls = 0;
  const { publisher, queue, consumer, dead } = await start(
    async (batch, signal) => {
      calls += 1;
      if (calls % 40 === 0) {
        proxy.cut();
        await once(signal, "abort");
        return;
      }
      if (calls % 9 === 0) throw new Error("all of them");
      await new Promise((resolve) => setImmediate(resolve));
      for (const { event, fail } of batch) {
        const number = Number(event.orderId.slice(2));
        if (number % 10 === 0) fail(new Reject("one in ten"));
        else if (number % 10 === 1 && !settled.has(event.orderId)) fail(new Error("once"));
        else ledger.handled(event.orderId);
        settled.add(event.orderId);
      }
    },
    {
      batch: { size: 10, within: "50ms" },
      prefetch: 25,
      breaker: false,
      retry: { delays: ["50ms"], maxAttempts: 50 },
    },
    rabbit,
  );
  await ledger.publishAll(publisher, "o", 500);
  await ledger.handledAll(450);
  // not as many as the queue has: a copy whose delivery's ack is lost with its connection is made twice
  await poll(async () => new Set(dead.items.map(({ messageId }) => messageId)).size === 50);
  await consumer.close();
  const balance = await ledger.collect(bench, queue, 50);
  // an ack that goes with its connection is a message that comes again, perhaps after the last of the others
  expect(balance).toMatchObject({ ...kept, confirmed: 500, handled: 450, dead: 50 });
});

test("refuses batches that cannot work as they are asked for", async () => {
  const rabbit = await bench.connect();
  const refused = (options: object) =>
    expect(
      rabbit.consumer(orderFamily(), {
        queue: "q",
        batch: { size: 10 },
        handlers: { v1: () => {}, v2: "dead-letter" },
        ...options,
      }),
    ).rejects;
  await refused({ prefetch: 9 }).toThrow("prefetch 9 is below batch.size 10");
  await refused({ retry: { strategy: "hold" } }).toThrow('retry strategy "hold" keeps order');
  await refused({ batch: { size: 10, within: "1s", timeout: 5 } }).toThrow('the unknown option "timeout"');
  await refused({ batch: { within: "1s" } }).toThrow("batch.size must be a whole number");
  await refused({ batch: { size: 10, within: "soon" } }).toThrow(
    'batch.within is "soon", which is not a duration',
  );
  await refused({ handlerTimeout: "soon" }).toThrow('handlerTimeout is "soon", which is not a duration');
  for (const size of [0, 1.5, "10", 65_536, Number.NaN, Object.create(null)])
    await refused({ batch: { size } }).toThrow("batch.size must be a whole number");
  for (const within of [0, "6m", "soon", Number.POSITIVE_INFINITY])
    await refused({ batch: { size: 10, within } }).toThrow(/batch\.within must be|not a duration/);
  for (const batch of [10, null, true, [10]]) await refused({ batch }).toThrow("batch must be an object");
  await refused({ handlerTimeout: "15m" }).toThrow(
    /handlerTimeout is "15m", but must be between "1ms" and "\d+ms" for batches of 10/,
  );
});
