import { Buffer } from "node:buffer";
import { expect, test } from "vitest";
import { type Inbox, memoryInbox } from "../../runtime/index.js";
import { orderFamily } from "../support/order-family.js";
import { useBench } from "../support/use-bench.js";
import { nextEvent, Seen } from "../support/waiting.js";

const bench = useBench();
const retry = { strategy: "delay", delays: ["50ms"], maxAttempts: 3 } as const;

test("calls no handler for a message that it has seen, and acknowledges it", async () => {
  const family = orderFamily();
  const queue = bench.queue();
  const rabbit = await bench.connect();
  const handled = new Seen<string>();
  const handlers = {
    v1: ({ orderId }: { orderId: string }) => handled.add(orderId),
    v2: "dead-letter",
  } as const;
  await rabbit.consumer(family, { queue, inbox: memoryInbox(), handlers });
  const publisher = await rabbit.publisher(family.versions.v1);
  const duplicate = nextEvent(rabbit, "duplicate");
  for (const orderId of ["first", "again"]) await publisher.publish({ orderId }, { messageId: "m-1" });
  expect(await duplicate).toEqual({ queue, messageId: "m-1", attempt: 1 });
  await publisher.publish({ orderId: "other" });
  expect(await handled.count(2)).toEqual(["first", "other"]);
  await bench.holds(queue, 0);
});

test("handles two copies that arrive together one after the other, and only one of them", async () => {
  const family = orderFamily();
  const rabbit = await bench.connect();
  const finish = new Seen<() => void>();
  const v1 = () => new Promise<void>((resolve) => finish.add(resolve));
  await rabbit.consumer(family, {
    queue: bench.queue(),
    prefetch: 2,
    inbox: memoryInbox(),
    handlers: { v1, v2: "dead-letter" },
  });
  const publisher = await rabbit.publisher(family.versions.v1);
  const duplicate = nextEvent(rabbit, "duplicate");
  const messageId = "m-2";
  await Promise.all([1, 2].map((n) => publisher.publish({ orderId: `o-${n}` }, { messageId })));
  await finish.count(1);
  await publisher.publish({ orderId: "o-3" }, { messageId: "m-3" }).then(() => finish.items[0]?.());
  expect(await duplicate).toMatchObject({ messageId });
  (await finish.count(2))[1]?.();
  expect(finish.items.length).toBe(2);
});

test("takes a failed attempt for what it is: not done, and tried again", async () => {
  const family = orderFamily();
  const rabbit = await bench.connect();
  const attempts = new Seen<number>();
  const inbox = memoryInbox();
  await rabbit.consumer(family, {
    queue: bench.queue(),
    retry,
    inbox,
    handlers: {
      v1: (_, { attempt }) => {
        attempts.add(attempt);
        if (attempt === 1) throw new Error("not yet");
      },
      v2: "dead-letter",
    },
  });
  const publisher = await rabbit.publisher(family.versions.v1);
  await publisher.publish({ orderId: "o-1" }, { messageId: "m-4" });
  expect(await attempts.count(2)).toEqual([1, 2]);
});

test("counts an inbox that fails as a failed attempt, and loses nothing", async () => {
  const family = orderFamily();
  const rabbit = await bench.connect();
  let calls = 0;
  const broken: Inbox = {
    seen: () => false,
    done: () => {
      calls += 1;
      if (calls === 1) throw new Error("the inbox's table is locked");
    },
  };
  const attempts = new Seen<number>();
  await rabbit.consumer(family, {
    queue: bench.queue(),
    retry,
    inbox: broken,
    handlers: { v1: (_, { attempt }) => attempts.add(attempt), v2: "dead-letter" },
  });
  const failed = nextEvent(rabbit, "retry");
  await (await rabbit.publisher(family.versions.v1)).publish({ orderId: "o-1" });
  expect(await failed).toMatchObject({ cause: { message: "the inbox's table is locked" } });
  expect(await attempts.count(2)).toEqual([1, 2]);
});

test("cannot know messages without an id, and handles each of them", async () => {
  const family = orderFamily();
  const queue = bench.queue();
  const rabbit = await bench.connect();
  const handled = new Seen<string>();
  const handlers = {
    v1: ({ orderId }: { orderId: string }) => handled.add(orderId),
    v2: "dead-letter",
  } as const;
  await rabbit.consumer(family, { queue, inbox: memoryInbox(), handlers });
  const contentType = "application/json; version=v1";
  for (let i = 0; i < 2; i += 1) {
    bench.channel.publish(`x.${family.event}`, family.event, Buffer.from('{"orderId":"o-1"}'), {
      contentType,
    });
  }
  expect(await handled.count(2)).toEqual(["o-1", "o-1"]);
});

test("forgets the oldest beyond its size", () => {
  const inbox = memoryInbox({ size: 2 });
  const source = { queue: "q", event: "e" };
  for (const id of ["a", "b", "c"]) inbox.done(id, source);
  expect(["a", "b", "c"].map((id) => inbox.seen(id, source))).toEqual([false, true, true]);
});

test("serves consumers of several queues: what one handled is new to the other", async () => {
  const family = orderFamily();
  const rabbit = await bench.connect();
  const inbox = memoryInbox();
  const duplicates = new Seen<string>();
  rabbit.on("duplicate", ({ queue }) => duplicates.add(queue));
  const consume = async (queue: string) => {
    const handled = new Seen<string>();
    const v1 = ({ orderId }: { orderId: string }) => handled.add(orderId);
    const consumer = await rabbit.consumer(family, { queue, inbox, handlers: { v1, v2: "dead-letter" } });
    return { queue, handled, consumer };
  };
  const [billing, mailing] = [await consume(bench.queue()), await consume(bench.queue())];
  await mailing.consumer.pause();
  const publisher = await rabbit.publisher(family.versions.v1);
  for (const orderId of ["o-1", "again"]) await publisher.publish({ orderId }, { messageId: "m-5" });
  await publisher.publish({ orderId: "o-2" });
  expect(await billing.handled.count(2)).toEqual(["o-1", "o-2"]);
  await mailing.consumer.resume();
  expect(await duplicates.count(2)).toEqual([billing.queue, mailing.queue]);
  expect(await mailing.handled.count(2)).toEqual(["o-1", "o-2"]);
});

test("passes the queue and the event of a message to an inbox", async () => {
  const family = orderFamily();
  const queue = bench.queue();
  const rabbit = await bench.connect();
  const asked = new Seen<readonly unknown[]>();
  const inbox: Inbox = {
    seen: (...args: readonly unknown[]) => {
      asked.add(["seen", ...args]);
      return false;
    },
    done: (...args: readonly unknown[]) => asked.add(["done", ...args]),
  };
  await rabbit.consumer(family, { queue, inbox, handlers: { v1: () => {}, v2: "dead-letter" } });
  await (await rabbit.publisher(family.versions.v1)).publish({ orderId: "o-1" }, { messageId: "m-6" });
  const source = { queue, event: family.event };
  expect(await asked.count(2)).toEqual([
    ["seen", "m-6", source],
    ["done", "m-6", source],
  ]);
});
