import { expect, onTestFinished, test, vi } from "vitest";
import { orderFamily } from "../support/order-family.js";
import { useBench } from "../support/use-bench.js";
import { nextEvent, Seen } from "../support/waiting.js";

const bench = useBench();

test("takes messages again as soon as the connection stands, after a network that lost seven in a row", async () => {
  const jitter = vi.spyOn(Math, "random").mockReturnValue(0.99); // the longest backoffs
  onTestFinished(() => void vi.restoreAllMocks());
  const proxy = await bench.proxy();
  const family = orderFamily();
  const rabbit = await bench.connect({ url: proxy.url });
  await rabbit.consumer(family, { queue: bench.queue(), handlers: { v1: () => {}, v2: "dead-letter" } });
  const delays = new Seen<number>();
  rabbit.on("reconnecting", ({ delayMs }) => delays.add(delayMs));
  jitter.mockClear();
  for (let i = 0; i < 7; i += 1) {
    const back = nextEvent(rabbit, "consumer-recovered");
    proxy.cut();
    await back;
  }
  expect(jitter, "only connections back off, not their channels too").toHaveBeenCalledTimes(
    delays.items.length,
  );
});

test("waits ever longer for a peer that resets each connection soon after it opened", async () => {
  let asked = 0;
  vi.spyOn(Math, "random").mockImplementation(() => [0.4, 0.99][asked++ % 2] ?? 0); // out of step with each other
  onTestFinished(() => void vi.restoreAllMocks());
  const proxy = await bench.proxy();
  const family = orderFamily();
  const rabbit = await bench.connect({ url: proxy.url });
  const waits = new Seen<{ readonly wanted: number; readonly waited: number }>();
  const since = new Map<string, { readonly at: number; readonly delayMs: number }>();
  let opened = 0;
  rabbit.on("reconnecting", ({ role, delayMs }) => since.set(role, { at: performance.now(), delayMs }));
  rabbit.on("connected", ({ role }) => {
    opened += 1;
    const wait = since.get(role);
    if (wait !== undefined) waits.add({ wanted: wait.delayMs, waited: performance.now() - wait.at });
    since.delete(role);
  });
  // two connections: one that opens must not end the wait of the other
  await rabbit.consumer(family, { queue: bench.queue(), handlers: { v1: () => {}, v2: "dead-letter" } });
  await rabbit.publisher(family.versions.v1);
  proxy.shorten(30);
  proxy.cut();
  await waits.count(8);
  for (const { wanted, waited } of waits.items) expect(waited).toBeGreaterThanOrEqual(wanted - 10);
  expect(Math.max(...waits.items.map(({ wanted }) => wanted))).toBeGreaterThan(300);
  expect(opened).toBeLessThan(20);
});
