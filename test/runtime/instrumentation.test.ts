import { expect, onTestFinished, test } from "vitest";
import type { HandlerObservation } from "../../runtime/index.js";
import { kept, Ledger } from "../support/ledger.js";
import { orderFamily } from "../support/order-family.js";
import { useBench } from "../support/use-bench.js";
import { Seen } from "../support/waiting.js";

const bench = useBench();

/** What throws although it called the handler. */
const hooks: Readonly<Record<string, NonNullable<HandlerObservation["run"]>>> = {
  "throws afterwards": (handler) => {
    handler();
    throw new Error("the hook's own");
  },
  "replaces what the handler throws": (handler) => {
    try {
      handler();
    } catch {}
    throw new Error("the hook's own");
  },
};

/** Ends as a handler does, at once or later. */
const ends: Readonly<Record<string, (error?: Error) => Promise<void> | void>> = {
  "at once": (error) => {
    if (error !== undefined) throw error;
  },
  later: async (error) => {
    await new Promise((resolve) => setImmediate(resolve));
    if (error !== undefined) throw error;
  },
};

test.each(Object.keys(hooks).flatMap((hook) => Object.keys(ends).map((end) => [hook, end] as const)))(
  "counts what the handler did when the hook around it %s, and the handler ends %s",
  async (hook, end) => {
    const unhandled: unknown[] = [];
    const onUnhandled = (error: unknown) => void unhandled.push(error);
    process.on("unhandledRejection", onUnhandled);
    onTestFinished(() => void process.off("unhandledRejection", onUnhandled));
    const family = orderFamily();
    const queue = bench.queue();
    const ended = new Seen<string>();
    const told: string[] = [];
    const run = hooks[hook] as NonNullable<HandlerObservation["run"]>;
    const handle = ({ messageId }: { readonly messageId: string | undefined }): HandlerObservation => ({
      run,
      ended: (settlement, error) =>
        ended.add(`${messageId} ${settlement} ${error instanceof Error ? error.message : "-"}`),
    });
    const rabbit = await bench.connect({ instrumentation: { handle } });
    for (const name of ["retry", "dead-letter"] as const)
      rabbit.on(name, ({ cause }) => told.push(`${name} ${cause.message}`));
    const ledger = new Ledger();
    const calls: string[] = [];
    await rabbit.consumer(family, {
      queue,
      retry: { delays: ["50ms"], maxAttempts: 2 },
      handlers: {
        v1: ({ orderId }, { attempt }) => {
          calls.push(`${orderId} ${attempt}`);
          if (orderId === "good") ledger.handled(orderId);
          return ends[end]?.(orderId === "good" ? undefined : new Error("the handler's own"));
        },
        v2: "dead-letter",
      },
    });
    const publisher = await rabbit.publisher(family.versions.v1);
    await ledger.publish(publisher, "good");
    await ended.count(1);
    await ledger.publish(publisher, "bad");
    expect(await ended.count(3)).toEqual([
      "good ack -",
      "bad retry the handler's own",
      "bad dead-letter the handler's own",
    ]);
    expect(calls).toEqual(["good 1", "bad 1", "bad 2"]);
    expect(told).toEqual(["retry the handler's own", "dead-letter the handler's own"]);
    await rabbit.close();
    const balance = await ledger.collect(bench, queue, 50);
    expect(balance).toMatchObject({ ...kept, handled: 1, dead: 1, queued: 0, duplicates: 0 });
    expect(unhandled).toEqual([]);
  },
);

test("observes each message of a batch by a hook that does not know of batches", async () => {
  const family = orderFamily();
  const queue = bench.queue();
  const ended = new Seen<string>();
  const calls: string[] = [];
  const rabbit = await bench.connect({
    instrumentation: {
      handle: ({ messageId }) => ({
        run: (handler) => {
          calls.push("run");
          return handler();
        },
        ended: (settlement, error) =>
          ended.add(`${messageId} ${settlement} ${error instanceof Error ? error.message : "-"}`),
      }),
    },
  });
  await rabbit.consumer(family, {
    queue,
    batch: { size: 2, within: "5m" },
    retry: { strategy: "none" },
    handlers: { v1: ([first]) => first?.fail(new Error("no")), v2: "dead-letter" },
  });
  const publisher = await rabbit.publisher(family.versions.v1);
  for (const orderId of ["o-0", "o-1"]) await publisher.publish({ orderId }, { messageId: orderId });
  expect([...(await ended.count(2))].sort()).toEqual(["o-0 dead-letter no", "o-1 ack -"]);
  expect(calls).toEqual([]);
});

test("changes nothing for a batch when its hooks throw", async () => {
  const family = orderFamily();
  const queue = bench.queue();
  const seen = new Seen<number>();
  const broken = (): never => {
    throw new Error("the hook's own");
  };
  for (const handleBatch of [broken, () => ({ run: broken, ended: broken })]) {
    const rabbit = await bench.connect({ instrumentation: { handleBatch } });
    const consumer = await rabbit.consumer(family, {
      queue,
      batch: { size: 2, within: "5m" },
      handlers: { v1: ({ length }) => seen.add(length), v2: "dead-letter" },
    });
    const publisher = await rabbit.publisher(family.versions.v1);
    for (const orderId of ["o-0", "o-1"]) await publisher.publish({ orderId });
    await seen.count(seen.items.length + 1);
    await bench.holds(queue, 0);
    await consumer.close();
  }
  expect(seen.items).toEqual([2, 2]);
  expect(await bench.count(`${queue}.dead`)).toBe(0);
});
