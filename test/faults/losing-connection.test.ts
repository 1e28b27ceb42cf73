import { expect, test } from "vitest";
import type { Delivered } from "../../runtime/index.js";
import { kept, Ledger } from "../support/ledger.js";
import { type OrderPaid, orderFamily } from "../support/order-family.js";
import { useBench } from "../support/use-bench.js";
import { nextEvent, poll, Seen } from "../support/waiting.js";

const bench = useBench();

/** A publisher and a consumer of one event that notes what it handled, through a proxy. */
async function open({ heartbeat = 10 } = {}) {
  const proxy = await bench.proxy();
  const family = orderFamily();
  const queue = bench.queue();
  const ledger = new Ledger();
  const rabbit = await bench.connect({ url: proxy.url, heartbeat });
  const v1 = ({ orderId }: OrderPaid) => ledger.handled(orderId);
  await rabbit.consumer(family, { queue, prefetch: 10, handlers: { v1, v2: "dead-letter" } });
  const publisher = await rabbit.publisher(family.versions.v1);
  return { proxy, family, queue, ledger, rabbit, publisher };
}

test("is back after a reset while nothing goes on, publisher and consumer alike", async () => {
  const { proxy, queue, ledger, rabbit, publisher } = await open();
  const back = nextEvent(rabbit, "consumer-recovered");
  proxy.cut();
  await back;
  await ledger.publishAll(publisher, "o", 50);
  await ledger.handledAll(50);
  await rabbit.close();
  const balance = await ledger.collect(bench, queue);
  expect(balance).toMatchObject({ ...kept, confirmed: 50, handled: 50, duplicates: 0 });
});

test.each([
  { hidden: "confirms", resend: true, expected: { confirmed: 500, unknown: 0, duplicates: 500 } },
  { hidden: "publishes", resend: true, expected: { confirmed: 500, unknown: 0, duplicates: 0 } },
  { hidden: "confirms", resend: false, expected: { confirmed: 0, unknown: 500, queued: 500, duplicates: 0 } },
  { hidden: "publishes", resend: false, expected: { confirmed: 0, unknown: 500, queued: 0 } },
] as const)(
  "reports the outcome of 500 publishes when a reset loses their $hidden, resend $resend",
  async ({ hidden, resend, expected }) => {
    const proxy = await bench.proxy();
    const family = orderFamily();
    const queue = await bench.bound(family);
    const rabbit = await bench.connect({ url: proxy.url });
    const publisher = await rabbit.publisher(family.versions.v1, { resend, timeout: 60_000 });
    const ledger = new Ledger();
    const direction = hidden === "confirms" ? "to client" : "to broker";
    proxy.hold(direction, true);
    const published = ledger.publishAll(publisher, "o", 500);
    await proxy.passed("basic.publish", 500);
    if (hidden === "confirms") await bench.holds(queue, 500);
    proxy.cut();
    proxy.hold(direction, false);
    await published;
    expect(await ledger.collect(bench, queue)).toMatchObject({
      ...kept,
      refused: 0,
      notSent: 0,
      ...expected,
    });
  },
);

test("notices by heartbeat that no traffic passes, aborts the handler's signal, and goes on when traffic passes again", async () => {
  const { proxy, queue, ledger, rabbit, publisher } = await open({ heartbeat: 1 });
  const [slow, slowQueue] = [orderFamily(), bench.queue()];
  const deliveries = new Seen<Delivered>();
  const v1 = ({ orderId }: OrderPaid, message: Delivered) => {
    deliveries.add(message);
    if (message.attempt > 1) return ledger.handled(orderId);
    return new Promise<void>((resolve) => message.signal.addEventListener("abort", () => resolve()));
  };
  await rabbit.consumer(slow, { queue: slowQueue, handlers: { v1, v2: "dead-letter" } });
  await ledger.publish(await rabbit.publisher(slow.versions.v1), "slow");
  const [held] = await deliveries.count(1);
  const gone = nextEvent(rabbit, "disconnected", ({ role }) => role === "consuming");
  proxy.silence(true);
  const during = ledger.publishAll(publisher, "during", 100, { timeout: 50_000 });
  expect(await gone).toMatchObject({ cause: { message: expect.stringContaining("eartbeat") } });
  expect(held?.signal.aborted).toBe(true);
  proxy.silence(false);
  await during;
  await ledger.handledAll(101);
  await rabbit.close();
  const balance = await ledger.collect(bench, queue);
  expect(balance).toMatchObject({ ...kept, confirmed: 101, handled: 101, dead: 0, queued: 0 });
  await bench.holds(slowQueue, 0);
}, 120_000);

test.each(["client", "broker"] as const)(
  "goes on when only the %s sees the end of the connection",
  async (side) => {
    const { proxy, queue, ledger, rabbit, publisher } = await open({ heartbeat: 1 });
    await ledger.publishAll(publisher, "before", 20);
    await ledger.handledAll(20);
    const gone = nextEvent(rabbit, "disconnected", ({ role }) => role === "consuming");
    const back = nextEvent(rabbit, "consumer-recovered");
    proxy.halfClose(side);
    const during = ledger.publishAll(publisher, "during", 100, { timeout: 50_000 });
    await gone;
    await back;
    await during;
    await ledger.handledAll(120);
    await rabbit.close();
    const balance = await ledger.collect(bench, queue);
    expect(balance).toMatchObject({ ...kept, confirmed: 120, unknown: 0, handled: 120, dead: 0, queued: 0 });
    expect(balance.duplicates).toBeLessThanOrEqual(120);
    await poll(async () => proxy.open <= 2); // the old connections' other sides end too
  },
  120_000,
);
