import { expect, test } from "vitest";
import { type Balance, kept, Ledger } from "../support/ledger.js";
import { orderFamily } from "../support/order-family.js";
import { usePrograms } from "../support/program.js";
import { useBench } from "../support/use-bench.js";
import { poll } from "../support/waiting.js";

const bench = useBench();
const start = usePrograms();

interface ConsumerOutput {
  readonly kind: "ready" | "handled" | "disconnected" | "blocking";
  readonly orderId?: string;
}

/** The innocent messages: before the poison and after it. */
const [BEFORE, AFTER] = [5, 30];

/** Starts the consumer again and again, as an orchestrator would, until one of them outlives the poison. */
async function survive(event: string, queue: string, prefetch: number, ledger: Ledger): Promise<number> {
  const isDead = poll(async () => ((await bench.count(`${queue}.dead`)) ?? 0) > 0);
  const handled = new Set<string>();
  for (let kills = 0; ; kills += 1) {
    const args = [bench.broker.url, event, queue, "quorum", String(prefetch)];
    const service = start<ConsumerOutput>("consume", args);
    const killed = await Promise.race([service.ended, isDead]);
    if (killed === true) {
      // what is on its way to a consumer that closes, and has not begun, goes back to the queue
      const ids = () => service.said.items.flatMap(({ orderId }) => orderId ?? []);
      await poll(async () => new Set([...handled, ...ids()]).size === BEFORE + AFTER);
      await bench.holds(queue, 0);
      service.tell("close");
    }
    const { signal } = await service.ended;
    for (const { orderId } of service.said.items) {
      if (orderId === undefined) continue;
      handled.add(orderId);
      ledger.handled(orderId);
    }
    if (killed === true) return kills;
    expect(signal).toBe("SIGKILL");
    if (kills > 30) throw new Error("the poison goes round and round");
  }
}

/** The poison among innocent messages, with a consumer of the given prefetch. */
async function poisoned(prefetch: number): Promise<Balance & { readonly kills: number }> {
  const family = orderFamily();
  const queue = bench.queue();
  const rabbit = await bench.connect();
  const ledger = new Ledger();
  const declared = await rabbit.consumer(family, {
    queue,
    handlers: { v1: "dead-letter", v2: "dead-letter" },
  });
  await declared.close();
  const publisher = await rabbit.publisher(family.versions.v1);
  await ledger.publishAll(publisher, "before", BEFORE);
  await ledger.publish(publisher, "poison");
  await ledger.publishAll(publisher, "after", AFTER);
  const kills = await survive(family.event, queue, prefetch, ledger);
  return { ...(await ledger.collect(bench, queue)), kills };
}

test("ends a message that kills its consumer, and handles all others, prefetch 1", async () => {
  const balance = await poisoned(1);
  expect(balance).toMatchObject({ ...kept, kills: 5, handled: 35, dead: 1, queued: 0 });
}, 180_000);

test("ends a message that kills its consumer, and loses none, prefetch 10", async () => {
  const balance = await poisoned(10);
  expect(balance).toMatchObject({ ...kept, queued: 0 });
  expect(balance.kills).toBeLessThanOrEqual(5);
  expect(balance.dead, "what was in the same hands as the poison").toBeLessThanOrEqual(10);
}, 180_000);

test("handles the innocent messages that were prefetched with one that kills its consumer, prefetch 10", async () => {
  // each crash raises `x-delivery-count` of all that were in hands
  expect(await poisoned(10)).toMatchObject({ ...kept, handled: 35, dead: 1, queued: 0 });
}, 180_000);
