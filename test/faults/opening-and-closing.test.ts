import { expect, onTestFinished, test, vi } from "vitest";
import { ConnectionSupervisor } from "../../runtime/connection/connection-supervisor.js";
import type { RabbitEvents } from "../../runtime/index.js";
import type { FaultProxy } from "../support/fault-proxy.js";
import { kept, Ledger } from "../support/ledger.js";
import { type OrderPaid, orderFamily } from "../support/order-family.js";
import { usePrograms } from "../support/program.js";
import { useBench } from "../support/use-bench.js";
import { nextEvent, poll, Seen } from "../support/waiting.js";

const bench = useBench();
const start = usePrograms();
const administered = (skip: (note: string) => void) => {
  if (bench.lacks("rabbitmqctl")) skip("needs rabbitmqctl");
};

/** rabbitmqctl may take longer than a short one, while the client receives nothing. */
const heartbeat = 120;

/** Cuts all connections; of the next one on which a channel for confirms opens, the client reads the end with that channel's answer. */
async function endAsChannelOpens(proxy: FaultProxy, name: string): Promise<void> {
  const selected = proxy.count("confirm.select-ok") + 1;
  const selecting = proxy.passed("confirm.select", proxy.count("confirm.select") + 1);
  proxy.cut();
  await selecting;
  proxy.hold("to client", true);
  await proxy.passed("confirm.select-ok", selected);
  const ended = proxy.passed("connection.close", proxy.count("connection.close") + 1);
  const { ctl } = bench.broker;
  const listed = await ctl("list_connections", "pid", "client_properties", "--no-table-headers");
  const lines = listed.split("\n").filter((line) => line.includes(`"${name} `));
  expect(lines).not.toEqual([]);
  // the connection that was cut may be listed still
  for (const line of lines) await ctl("close_connection", line.split("\t")[0] ?? "", "bye").catch(() => {});
  await ended;
  proxy.hold("to client", false);
}

test("publishes again after a connection that ended in the moment in which its channel opened", async ({
  skip,
}) => {
  administered(skip);
  const proxy = await bench.proxy();
  const family = orderFamily();
  const queue = await bench.bound(family);
  const rabbit = await bench.connect({ url: proxy.url, service: "svc-order", declare: "none", heartbeat });
  const publisher = await rabbit.publisher(family.versions.v1);
  const ledger = new Ledger();
  await ledger.publish(publisher, "before");
  await endAsChannelOpens(proxy, "svc-order publishing");
  await ledger.publishAll(publisher, "after", 5, { timeout: 30_000 });
  await rabbit.close();
  expect(await ledger.collect(bench, queue)).toMatchObject({ ...kept, confirmed: 6, queued: 6 });
}, 180_000);

test("makes copies again after a connection that ended in the moment in which their channel opened", async ({
  skip,
}) => {
  administered(skip);
  const proxy = await bench.proxy();
  const family = orderFamily();
  const queue = bench.queue();
  const outside = await (await bench.connect({ service: "svc-order" })).publisher(family.versions.v1);
  const rabbit = await bench.connect({ url: proxy.url, service: "svc-billing", heartbeat });
  const ledger = new Ledger();
  await rabbit.consumer(family, {
    queue,
    retry: { delays: ["50ms"] },
    handlers: {
      v1: ({ orderId }, { attempt }) => {
        if (attempt === 1) throw new Error("again");
        ledger.handled(orderId);
      },
      v2: "dead-letter",
    },
  });
  await ledger.publish(outside, "before");
  await ledger.handledAll(1);
  await bench.holds(queue, 0);
  const recovered = nextEvent(rabbit, "consumer-recovered");
  await endAsChannelOpens(proxy, "svc-billing publishing");
  await recovered;
  await ledger.publishAll(outside, "after", 3);
  await ledger.handledAll(4);
  await rabbit.close();
  const balance = await ledger.collect(bench, queue, 50);
  expect(balance).toMatchObject({ ...kept, handled: 4, dead: 0, queued: 0 });
}, 180_000);

test("reconnects with growing pauses when each connection is reset before a channel is open", async () => {
  const proxy = await bench.proxy();
  const family = orderFamily();
  const queue = await bench.bound(family);
  const rabbit = await bench.connect({ url: proxy.url });
  const publisher = await rabbit.publisher(family.versions.v1);
  const tries = new Seen<RabbitEvents["reconnecting"]>();
  rabbit.on("reconnecting", (event) => tries.add(event));
  let isStriking = true;
  const strike = (): void =>
    void proxy.strike("channel.open", "reset").then(() => (isStriking ? strike() : undefined));
  strike();
  const before = proxy.attempts;
  proxy.cut();
  await poll(async () => tries.items.length >= 6 || proxy.attempts > before + 100);
  isStriking = false;
  expect(proxy.attempts - before).toBeLessThanOrEqual(20);
  const ledger = new Ledger();
  await ledger.publish(publisher, "o-1", { timeout: 50_000 });
  expect(await ledger.collect(bench, queue)).toMatchObject({ ...kept, confirmed: 1, queued: 1 });
});

test("ends a process at once that closed while its last handler failed", async () => {
  const family = orderFamily();
  const queue = bench.queue();
  const service = start<{ kind: "closed"; drained: number; open: readonly string[] }>("close-while-failing", [
    bench.broker.url,
    family.event,
    queue,
  ]);
  expect(await service.said.count(1)).toMatchObject([{ kind: "closed", drained: 1, open: [] }]);
  expect(await service.ended).toMatchObject({ code: 0, stderr: "" });
  await bench.holds(`${queue}.dead`, 1);
});

test("ends a process at once that closed while it connected to a silent peer", async () => {
  const proxy = await bench.proxy();
  const { event } = orderFamily();
  const service = start<{ kind: "ready" | "disconnected" | "closed"; open?: readonly string[] }>(
    "close-while-dialing",
    [proxy.url, event],
  );
  await service.said.count(1);
  const { attempts } = proxy;
  proxy.silence(true);
  proxy.cut();
  await service.said.count(2);
  await poll(async () => proxy.attempts > attempts);
  service.tell("close");
  await service.said.count(3);
  expect(await service.ended).toMatchObject({ code: 0, stderr: "" });
  expect(service.said.items).toMatchObject([
    { kind: "ready" },
    { kind: "disconnected" },
    { kind: "closed", open: [] },
  ]);
});

test("closes a publisher and its rabbit together as soon as nothing is open", {
  timeout: 40_000,
}, async () => {
  const proxy = await bench.proxy();
  const family = orderFamily();
  const queue = await bench.bound(family);
  const rabbit = await bench.connect({ url: proxy.url });
  const publisher = await rabbit.publisher(family.versions.v1);
  const ledger = new Ledger();
  proxy.hold("to client", true);
  const published = ledger.publish(publisher, "o-1");
  await proxy.passed("basic.publish", 1);
  // longer than the test, which a close that waits for its deadline would never end
  const both = [publisher.close({ timeout: 90_000 }), rabbit.close({ timeout: 90_000 })] as const;
  proxy.hold("to client", false);
  await published;
  expect((await Promise.all(both))[1]).toMatchObject({ unconfirmed: 0 });
  expect(await ledger.collect(bench, queue)).toMatchObject({ ...kept, confirmed: 1, queued: 1 });
});

test("keeps nothing of publishers that the broker refused", async () => {
  const family = orderFamily();
  let listeners = 0;
  const { onUnblocked } = ConnectionSupervisor.prototype;
  const spy = vi.spyOn(ConnectionSupervisor.prototype, "onUnblocked").mockImplementation(function (
    this: ConnectionSupervisor,
    listener,
  ) {
    const stop = onUnblocked.call(this, listener);
    listeners += 1;
    return () => {
      listeners -= 1;
      stop();
    };
  });
  onTestFinished(() => spy.mockRestore());
  await bench.channel.assertExchange(`x.${family.event}`, "fanout");
  const proxy = await bench.proxy();
  const rabbit = await bench.connect({ url: proxy.url });
  for (let i = 0; i < 50; i += 1)
    await expect(rabbit.publisher(family.versions.v1)).rejects.toMatchObject({
      name: "TopologyMismatchError",
    });
  await bench.channel.deleteExchange(`x.${family.event}`);
  expect(spy).toHaveBeenCalledTimes(50);
  expect(listeners).toBe(0);
  expect(rabbit.health().publishers).toEqual([]);
  await expect.poll(() => channels(proxy), { timeout: 15_000 }).toBe(0);
});

test("opens no channel for copies when its consumer closed while that connected", async () => {
  const proxy = await bench.proxy();
  const [family, other] = [orderFamily(), orderFamily()];
  const queue = bench.queue();
  const outside = await (await bench.connect()).publisher(family.versions.v1);
  const rabbit = await bench.connect({ url: proxy.url });
  const ledger = new Ledger();
  const v1 = (_: OrderPaid) => {
    throw new Error("no");
  };
  const handlers = { v1, v2: "dead-letter" } as const;
  const consumer = await rabbit.consumer(family, { queue, retry: { strategy: "none" }, handlers });
  const dialing = proxy.passed("connection.start-ok", proxy.count("connection.start-ok") + 1);
  await ledger.publish(outside, "o-1");
  await dialing;
  proxy.hold("to client", true);
  await consumer.close({ timeout: 1_000 });
  proxy.hold("to client", false);
  const publisher = await rabbit.publisher(other.versions.v1); // after the copies', on the same connection
  expect(proxy.count("channel.open-ok")).toBeGreaterThan(1);
  await expect.poll(() => channels(proxy), { timeout: 15_000 }).toBe(1);
  await publisher.close();
  expect(await ledger.collect(bench, queue)).toMatchObject({ ...kept, confirmed: 1, duplicates: 0 });
});

/** How many channels the broker has of a proxy's clients whose connections stand. */
function channels(proxy: FaultProxy): number {
  return proxy.count("channel.open-ok") - proxy.count("channel.close-ok");
}
