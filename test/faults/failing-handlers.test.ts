import { expect, test } from "vitest";
import { kept, Ledger } from "../support/ledger.js";
import { orderFamily } from "../support/order-family.js";
import { useBench } from "../support/use-bench.js";
import { nextEvent, Seen } from "../support/waiting.js";

const bench = useBench();

/** An error that throws when it is inspected. */
class HostileError extends Error {
  override get message(): string {
    throw new Error("do not look at my message");
  }
  override set message(_: string) {}
}

const ways: readonly (readonly [how: string, handler: (signal: AbortSignal) => Promise<void> | void])[] = [
  [
    "throws synchronously",
    () => {
      throw new Error("no");
    },
  ],
  ["rejects", () => Promise.reject(new Error("no"))],
  [
    "throws undefined",
    () => {
      throw undefined;
    },
  ],
  ["rejects with null", () => Promise.reject(null)],
  [
    "throws a symbol",
    () => {
      throw Symbol("no");
    },
  ],
  [
    "throws an object without a text",
    () => {
      throw Object.create(null);
    },
  ],
  ["never settles", () => new Promise<void>(() => {})],
  [
    "goes on after its time and then rejects",
    (signal) =>
      new Promise<void>((_resolve, reject) =>
        signal.addEventListener("abort", () => setImmediate(() => reject(new Error("late")))),
      ),
  ],
];

test.each(ways)(
  "makes a dead letter of what a handler never manages, which %s, and handles the rest",
  async (_, fail) => {
    const family = orderFamily();
    const queue = bench.queue();
    const rabbit = await bench.connect();
    const ledger = new Ledger();
    let calls = 0;
    await rabbit.consumer(family, {
      queue,
      prefetch: 5,
      handlerTimeout: "200ms",
      retry: { delays: ["50ms"], maxAttempts: 2 },
      handlers: {
        v1: ({ orderId }, { signal }) => {
          if (orderId !== "bad-0") return ledger.handled(orderId);
          calls += 1;
          return fail(signal);
        },
        v2: "dead-letter",
      },
    });
    const publisher = await rabbit.publisher(family.versions.v1);
    await Promise.all([ledger.publishAll(publisher, "bad", 1), ledger.publishAll(publisher, "good", 20)]);
    await ledger.handledAll(20);
    await bench.holds(`${queue}.dead`, 1);
    await rabbit.close();
    const balance = await ledger.collect(bench, queue, 50);
    expect(balance).toMatchObject({ ...kept, confirmed: 21, handled: 20, dead: 1, queued: 0, duplicates: 0 });
    expect(calls).toBe(2);
  },
);

test.each(["quorum", "classic"] as const)(
  "makes a dead letter of a message whose error throws when it is read, %s queue",
  async (type) => {
    const family = orderFamily();
    const queue = bench.queue();
    const rabbit = await bench.connect();
    const ledger = new Ledger();
    const calls = new Seen<number>();
    await rabbit.consumer(family, {
      queue: { name: queue, type },
      retry: { strategy: "none" },
      handlers: {
        v1: (_, { attempt }) => {
          calls.add(attempt);
          throw new HostileError();
        },
        v2: "dead-letter",
      },
    });
    const letter = nextEvent(rabbit, "dead-letter");
    await ledger.publish(await rabbit.publisher(family.versions.v1), "bad");
    await Promise.race([letter, calls.count(10)]);
    await rabbit.close();
    const balance = await ledger.collect(bench, queue);
    expect(balance).toMatchObject({ ...kept, dead: 1, queued: 0, duplicates: 0 });
    expect(calls.items).toEqual([1]);
  },
);
