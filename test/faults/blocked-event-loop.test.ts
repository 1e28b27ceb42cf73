import { expect, test } from "vitest";
import { kept, Ledger } from "../support/ledger.js";
import { orderFamily } from "../support/order-family.js";
import { usePrograms } from "../support/program.js";
import { useBench } from "../support/use-bench.js";
import { poll } from "../support/waiting.js";

const bench = useBench();
const start = usePrograms();

test("loses nothing when a handler blocks the event loop for 35 s, longer than the heartbeats allow", async () => {
  const family = orderFamily();
  const queue = bench.queue();
  const ledger = new Ledger();
  const args = [bench.broker.url, family.event, queue, "quorum", "3"];
  const service = start<{ kind: string; orderId?: string; role?: string }>("consume", args);
  await service.said.count(1);
  const publisher = await (await bench.connect()).publisher(family.versions.v1);
  await ledger.publishAll(publisher, "before", 5);
  await ledger.publish(publisher, "block");
  await ledger.publishAll(publisher, "after", 20);
  const handled = () => new Set(service.said.items.flatMap(({ orderId }) => orderId ?? []));
  await poll(async () => handled().size === 26);
  await bench.holds(queue, 0);
  service.tell("close");
  expect(await service.ended).toMatchObject({ code: 0, stderr: "" });
  for (const { orderId } of service.said.items) if (orderId !== undefined) ledger.handled(orderId);
  expect(service.said.items).toContainEqual({ kind: "disconnected", role: "consuming" });
  const balance = await ledger.collect(bench, queue);
  expect(balance).toMatchObject({ ...kept, confirmed: 26, handled: 26, dead: 0, queued: 0 });
  expect(balance.duplicates, "what was in hands: the prefetch").toBeLessThanOrEqual(3);
}, 240_000);
