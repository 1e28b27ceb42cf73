import { beforeEach, expect, test, vi } from "vitest";
import { Subscription } from "../../runtime/consume/subscription.js";
import type { Method } from "../support/amqp-frames.js";
import { kept, Ledger } from "../support/ledger.js";
import { type OrderPaid, orderFamily } from "../support/order-family.js";
import { useBench } from "../support/use-bench.js";
import { nextEvent, poll, Seen } from "../support/waiting.js";

const bench = useBench();

/** Below the 25 s that a close takes at most by default, after which a deadline was not kept. */
const hang = { timeout: 20_000 };

/** Resolves when the broker delivers nothing more, so that `close` waits for handlers only. */
async function cancelled(): Promise<void> {
  await vi.waitFor(() => expect(cancel).toHaveBeenCalled());
  await Promise.all(cancel.mock.results.map(({ value }) => value));
}
const cancel = vi.spyOn(Subscription.prototype, "cancel");
beforeEach(() => {
  cancel.mockClear();
});

const steps: readonly Method[] = [
  "basic.cancel",
  "basic.cancel-ok",
  "basic.ack",
  "channel.close",
  "channel.close-ok",
  "connection.close",
  "connection.close-ok",
];

test.each(
  steps.flatMap((step) => [
    { step, how: "reset" as const },
    { step, how: "silence" as const },
  ]),
)("ends by its deadline and loses nothing when $step of close meets a $how", hang, async ({ step, how }) => {
  const proxy = await bench.proxy();
  const family = orderFamily();
  const queue = bench.queue();
  const outside = await (await bench.connect()).publisher(family.versions.v1);
  const rabbit = await bench.connect({ url: proxy.url });
  const ledger = new Ledger();
  const finish = new Seen<() => void>();
  const v1 = async ({ orderId }: OrderPaid) => {
    await new Promise<void>((resolve) => finish.add(resolve));
    ledger.handled(orderId);
  };
  await rabbit.consumer(family, { queue, prefetch: 5, handlers: { v1, v2: "dead-letter" } });
  await rabbit.publisher(family.versions.v1);
  await ledger.publishAll(outside, "o", 20);
  await finish.count(5);
  const struck = proxy.strike(step, how);
  const closing = rabbit.close({ timeout: 3_000 });
  for (const resolve of finish.items) resolve();
  const closed = await closing;
  await struck;
  expect(closed).toMatchObject({ unconfirmed: 0 });
  expect(closed.drained + closed.abandoned).toBe(5);
  await poll(async () => proxy.open === 0); // sockets are destroyed, not left to their heartbeat
  proxy.cut(); // a silenced connection stays with the broker until its heartbeat
  const balance = await ledger.collect(bench, queue);
  expect(balance).toMatchObject({ ...kept, confirmed: 20, dead: 0 });
  expect(balance.duplicates, "acks that did not arrive").toBeLessThanOrEqual(5);
});

test.each([
  { acks: 10, failing: "" },
  { acks: 400, failing: "" },
  { acks: 200, failing: "o-7" }, // with a copy for a retry among them
])("keeps the $acks acks that it writes when it closes", async ({ acks, failing }) => {
  const family = orderFamily();
  const queue = bench.queue();
  const rabbit = await bench.connect();
  const ledger = new Ledger();
  const started = new Seen<string>();
  let open = () => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const v1 = async ({ orderId }: OrderPaid) => {
    started.add(orderId);
    await gate;
    if (orderId === failing) throw new Error("again");
    ledger.handled(orderId);
  };
  const retry = { delays: ["2s"] };
  await rabbit.consumer(family, { queue, prefetch: acks, retry, handlers: { v1, v2: "dead-letter" } });
  const publisher = await (await bench.connect()).publisher(family.versions.v1);
  await ledger.publishAll(publisher, "o", acks);
  await started.count(acks);
  const closing = rabbit.close();
  await cancelled();
  open();
  expect(await closing).toEqual({ drained: acks, abandoned: 0, unconfirmed: 0 });
  const balance = await ledger.collect(bench, queue, 2_000);
  const queued = failing === "" ? 0 : 1;
  expect(balance).toMatchObject({ ...kept, handled: acks - queued, queued, dead: 0, duplicates: 0 });
});

test(
  "cuts a hung handler off at the deadline, and gives back what it holds and what had not begun",
  hang,
  async () => {
    const family = orderFamily();
    const queue = bench.queue();
    const rabbit = await bench.connect();
    const ledger = new Ledger();
    const started = new Seen<AbortSignal>();
    const v1 = (_: OrderPaid, { signal }: { readonly signal: AbortSignal }) => {
      started.add(signal);
      return new Promise<void>(() => {});
    };
    await rabbit.consumer(family, { queue, prefetch: 3, handlers: { v1, v2: "dead-letter" } });
    await ledger.publishAll(await rabbit.publisher(family.versions.v1), "o", 10);
    await started.count(3);
    const closed = await rabbit.close({ timeout: 1_000 });
    expect(closed).toMatchObject({ drained: 0, abandoned: 3, unconfirmed: 0 });
    expect(started.items.every(({ aborted }) => aborted)).toBe(true);
    const balance = await ledger.collect(bench, queue);
    expect(balance).toMatchObject({ ...kept, queued: 10, handled: 0, dead: 0, duplicates: 0 });
  },
);

test("closes once: every call gets the same promise, whatever it asks for", async () => {
  const family = orderFamily();
  const rabbit = await bench.connect();
  const publisher = await rabbit.publisher(family.versions.v1);
  const consumer = await rabbit.consumer(family, {
    queue: bench.queue(),
    handlers: { v1: () => {}, v2: "dead-letter" },
  });
  const first = rabbit.close();
  expect(rabbit.close({ timeout: 1 })).toBe(first);
  const each = [rabbit[Symbol.asyncDispose](), publisher.close(), consumer.close(), first];
  expect(await Promise.allSettled(each)).toMatchObject(each.map(() => ({ status: "fulfilled" })));
  expect(rabbit.close()).toBe(first);
  await expect(publisher.publish({ orderId: "o" })).rejects.toMatchObject({
    name: "ClosedError",
    certainty: "not-sent",
  });
});

test(
  "while reconnecting, distinguishes publishes that were written from those that were not",
  hang,
  async () => {
    const proxy = await bench.proxy();
    const family = orderFamily();
    const queue = await bench.bound(family);
    const rabbit = await bench.connect({ url: proxy.url });
    const publisher = await rabbit.publisher(family.versions.v1);
    const ledger = new Ledger();
    proxy.hold("to broker", true);
    const written = ledger.publishAll(publisher, "written", 10);
    await proxy.passed("basic.publish", 10);
    const again = nextEvent(rabbit, "reconnecting");
    proxy.refuse(true);
    proxy.cut();
    await again;
    const waiting = ledger.publishAll(publisher, "waiting", 10);
    const closed = await rabbit.close({ timeout: 1_000 });
    expect(closed).toMatchObject({ unconfirmed: 20 });
    await Promise.all([written, waiting]);
    expect(await ledger.collect(bench, queue)).toMatchObject({
      ...kept,
      unknown: 10,
      notSent: 10,
      queued: 0,
    });
  },
);

test(
  "closes while it connects for the first time, declares and subscribes, without hanging",
  hang,
  async () => {
    for (const method of ["exchange.declare", "queue.declare", "basic.consume"] as const) {
      const proxy = await bench.proxy();
      const family = orderFamily();
      const rabbit = await bench.connect({ url: proxy.url });
      const silenced = proxy.strike(method, "silence");
      const asked =
        method === "exchange.declare"
          ? rabbit.publisher(family.versions.v1)
          : rabbit.consumer(family, { queue: bench.queue(), handlers: { v1: () => {}, v2: "dead-letter" } });
      const outcome = asked.then(
        () => "it opened",
        (error: Error) => error.name,
      );
      await silenced;
      await rabbit.close({ timeout: 1_000 });
      expect(await outcome).toBe("ClosedError");
    }
  },
);

test("lets a process end on its own after a reset in the middle of close", async () => {
  const proxy = await bench.proxy();
  const family = orderFamily();
  const rabbit = await bench.connect({ url: proxy.url });
  await rabbit.consumer(family, { queue: bench.queue(), handlers: { v1: () => {}, v2: "dead-letter" } });
  await rabbit.publisher(family.versions.v1);
  const struck = proxy.strike("connection.close", "reset");
  await rabbit.close();
  await struck;
  await poll(async () => proxy.open === 0);
  const attempts = proxy.attempts;
  await expect(rabbit.publisher(family.versions.v1)).rejects.toMatchObject({ name: "ClosedError" });
  expect(proxy.attempts, "nothing reconnects").toBe(attempts);
});

test("gives back once what it has not begun, also when it closes with the first delivery", async () => {
  const proxy = await bench.proxy();
  const family = orderFamily();
  const queue = bench.queue();
  const ledger = new Ledger();
  const outside = await bench.connect();
  const declared = await outside.consumer(family, {
    queue,
    handlers: { v1: "dead-letter", v2: "dead-letter" },
  });
  await declared.close();
  await ledger.publishAll(await outside.publisher(family.versions.v1), "o", 10);
  const rabbit = await bench.connect({ url: proxy.url });
  const closing = new Seen<Promise<unknown>>();
  const v1 = async ({ orderId }: OrderPaid) => {
    closing.add(rabbit.close());
    for (let i = 0; i < 100; i += 1) await bench.count(queue); // takes some time at the broker
    ledger.handled(orderId);
  };
  rabbit.consumer(family, { queue, prefetch: 10, handlers: { v1, v2: "dead-letter" } }).catch(() => {});
  const [closed] = await closing.count(1);
  await closed;
  expect(proxy.count("basic.nack")).toBeLessThanOrEqual(9);
  const balance = await ledger.collect(bench, queue);
  expect(balance).toMatchObject({ ...kept, handled: 1, queued: 9, dead: 0, duplicates: 0 });
});
