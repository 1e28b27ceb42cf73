import { expect, onTestFinished, test } from "vitest";
import { kept, Ledger } from "../support/ledger.js";
import { orderFamily } from "../support/order-family.js";
import { useBench } from "../support/use-bench.js";
import { Seen } from "../support/waiting.js";

const bench = useBench();

test("takes one signal for many publishes without a warning of a leak", async () => {
  const warnings: Error[] = [];
  const onWarning = (warning: Error) => warnings.push(warning);
  process.on("warning", onWarning);
  onTestFinished(() => void process.off("warning", onWarning));
  const family = orderFamily();
  const queue = await bench.bound(family);
  const publisher = await (await bench.connect()).publisher(family.versions.v1);
  const ledger = new Ledger();
  const { signal } = new AbortController();
  await ledger.publishAll(publisher, "o", 100, { signal });
  expect(await ledger.collect(bench, queue)).toMatchObject({ ...kept, confirmed: 100, queued: 100 });
  expect(warnings).toEqual([]);
});

test("waits without a limit when a publish has none", async () => {
  const proxy = await bench.proxy();
  const family = orderFamily();
  const queue = await bench.bound(family);
  const publisher = await (await bench.connect({ url: proxy.url })).publisher(family.versions.v1);
  const ledger = new Ledger();
  proxy.hold("to client", true);
  const published = ledger.publish(publisher, "o-1", { timeout: Number.POSITIVE_INFINITY });
  await bench.holds(queue, 1);
  proxy.hold("to client", false);
  await published;
  expect(await ledger.collect(bench, queue)).toMatchObject({ ...kept, confirmed: 1, queued: 1 });
});

test("starts and closes without a limit when the timeouts are infinite", async () => {
  const family = orderFamily();
  const queue = bench.queue();
  const rabbit = await bench.connect({ startTimeout: Number.POSITIVE_INFINITY });
  const started = new Seen<() => void>();
  const v1 = () => new Promise<void>((resolve) => started.add(resolve));
  await rabbit.consumer(family, { queue, handlers: { v1, v2: "dead-letter" } });
  await (await rabbit.publisher(family.versions.v1)).publish({ orderId: "o-1" });
  const [finish] = await started.count(1);
  const closed = rabbit.close({ timeout: Number.POSITIVE_INFINITY });
  await bench.count(queue); // a round trip to the broker: time for a limit of a millisecond to pass
  finish?.();
  expect(await closed).toEqual({ drained: 1, abandoned: 0, unconfirmed: 0 });
});
