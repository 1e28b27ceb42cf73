import { expect, test } from "vitest";
import { orderFamily } from "../support/order-family.js";
import { usePrograms } from "../support/program.js";
import { useBench } from "../support/use-bench.js";
import { poll } from "../support/waiting.js";

const bench = useBench();
const start = usePrograms();
const KIB = 1024;

type ProgramOutput =
  | { readonly kind: "back" }
  | {
      readonly kind: "measured";
      readonly heap: number;
      readonly resources: Readonly<Record<string, number>>;
      /** On abort signals. */
      readonly listeners: number;
      readonly warnings: readonly string[];
    };

test("reconnects 1,000 times without a leak of memory, sockets, timers, channels or listeners", async () => {
  const proxy = await bench.proxy();
  const family = orderFamily();
  const queue = bench.queue();
  const service = start<ProgramOutput>("reconnect", [proxy.url, family.event, queue], ["--expose-gc"]);
  await service.said.count(1);
  const reconnect = async (times: number) => {
    for (let i = 0; i < times; i += 1) {
      proxy.cut();
      service.tell("go");
      await service.said.count(service.said.items.length + 1);
    }
    service.tell("measure");
    const said = (await service.said.count(service.said.items.length + 1)).at(-1);
    if (said?.kind !== "measured") throw new Error("it does not measure");
    return said;
  };
  await reconnect(200); // caches and compiled code settle
  const before = await reconnect(1);
  const after = await reconnect(1_000);
  expect(after.resources["TCPSocketWrap"]).toBe(2);
  expect(after.resources["Timeout"] ?? 0).toBeLessThanOrEqual((before.resources["Timeout"] ?? 0) + 4);
  expect(after.warnings).toEqual([]);
  expect(after.listeners).toBeLessThanOrEqual(before.listeners + 4);
  // one connection that is kept would be 20 KiB and more; the heap settles late, at about 1 KiB each
  expect((after.heap - before.heap) / 1_000, "bytes that each reconnect leaves").toBeLessThan(4 * KIB);
  expect(proxy.attempts, "both connections, each time").toBeGreaterThan(2_000);
  if (bench.lacks("rabbitmqctl")) return;
  const lines = async (...args: string[]) =>
    (await bench.broker.ctl(...args, "--no-table-headers")).trim().split("\n");
  // beside the service: the test's own channel
  await poll(async () => (await lines("list_channels", "connection", "number")).length <= 3);
  const consumers = await lines("list_consumers", "queue_name", "channel_pid");
  expect(consumers.filter((line) => line.startsWith(queue))).toHaveLength(1);
}, 1_800_000); // six minutes on two slow cores with nothing else to do
