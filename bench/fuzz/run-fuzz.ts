import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { inOneVhost } from "../../demo/in-one-vhost.js";
import { placed } from "../../demo/orders.js";
import { connect, orderPlaced, type Rabbit, Reject } from "../../generated/index.js";
import { readQueues, withChannel } from "../soak/read-queues.js";
import type { Fuzzed } from "./fuzzed.js";
import { heapUsed } from "./heap-used.js";
import { ID_HEADER, mutatedMessage } from "./mutated-message.js";
import { newRandom, type Random } from "./random.js";
import { RawPublisher } from "./raw-message.js";
import { Standstill } from "./standstill.js";

/** One run. */
export interface FuzzOptions {
  readonly url: string;
  readonly messages: number;
  readonly seed: number;
  readonly prefetch: number;
  readonly tell: (line: string) => void;
}

const BATCH = 50;
/** Messages that are published and have not ended. */
const MOST_OPEN = 500;
const RETRY_MS = 50;
/** Of all messages, those after which the heap is measured first: by then everything is loaded and compiled. */
const WARM_SHARE = 0.2;
const PATIENCE_MS = 60_000;

/** Publishes mutated messages to one consumer and accounts for each. Rejects when the broker refuses one. */
export async function runFuzz({ url, messages, seed, prefetch, tell }: FuzzOptions): Promise<Fuzzed> {
  const start = performance.now();
  const random = newRandom(seed);
  const queue = `fuzz-${randomUUID().slice(0, 8)}`;
  const target = { exchange: "orders", routingKey: "order.placed", queue };
  const valid = JSON.stringify(placed("o-1", "2026-01-01T12:00:00Z"));
  const ends = new Uint8Array(messages);
  const counts = { published: 0, handled: 0, dead: 0, retries: 0, disconnects: 0, copyFailures: 0 };
  const open = (): number => counts.published - counts.handled - counts.dead;
  await using rabbit = await connect({ url, vhosts: inOneVhost(url), service: "svc-warehouse" });
  let inHands = (): number => 0;
  using standstill = new Standstill(() => inHands() > 0);
  using wait = new Standstill(() => open() > 0);
  const moved = (): void => {
    standstill.moved();
    wait.moved();
  };
  const warnings: string[] = [];
  const onWarning = (warning: Error): void => void warnings.push(warning.message);
  process.on("warning", onWarning);
  count(rabbit, counts, moved);
  const consumer = await rabbit.consumer(orderPlaced, {
    queue,
    prefetch,
    retry: { strategy: "delay", delays: [`${RETRY_MS}ms`], maxAttempts: 2 },
    breaker: false,
    handlers: {
      v1: "dead-letter",
      v2: (_event, { headers, attempt, trace, signal }) => {
        const id = Number(headers[ID_HEADER]);
        fail(id, attempt);
        if (trace !== undefined && signal.aborted) throw new Error("not expected");
        ends[id] = (ends[id] ?? 0) + 1;
        counts.handled += 1;
        moved();
      },
    },
  });
  inHands = () => consumer.health.active;
  const publisher = await RawPublisher.open(url);
  let heapBefore = 0;
  while (counts.published < messages) {
    await roomFor(MOST_OPEN - BATCH, open);
    if (heapBefore === 0 && counts.published >= messages * WARM_SHARE) {
      await roomFor(0, open);
      heapBefore = heapUsed();
    }
    const batch = nextBatch(random, counts.published, Math.min(BATCH, messages - counts.published));
    await publisher.publish(batch);
    counts.published += batch.length;
    if (counts.published % 10_000 === 0) tell(`${counts.published} published, ${open()} open`);
  }
  await roomFor(0, open);
  const heapGrowth = heapUsed() - heapBefore;
  await publisher.close();
  const longest = { longestStandstillMs: standstill.longestMs, longestWaitMs: wait.longestMs };
  await rabbit.close();
  process.off("warning", onWarning);
  const reasons = new Map<string, number>();
  await readQueues(url, [queue, `${queue}.retry.${RETRY_MS}`, `${queue}.dead`], (_, { properties }) => {
    const id = Number(properties.headers?.[ID_HEADER]);
    if (id < messages) ends[id] = (ends[id] ?? 0) + 1;
    const reason = String(properties.headers?.["rabbitgen-reason"] ?? "by the broker");
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  });
  await withChannel(url, async (channel) => {
    for (const name of [queue, `${queue}.retry.${RETRY_MS}`, `${queue}.dead`])
      await channel.deleteQueue(name);
  });
  const ids = [...ends.keys()];
  return {
    ...counts,
    reasons,
    warnings,
    lost: ids.filter((id) => ends[id] === 0),
    duplicates: ids.filter((id) => (ends[id] ?? 0) > 1),
    ...longest,
    heapGrowth,
    seconds: (performance.now() - start) / 1_000,
  };

  function nextBatch(draws: Random, first: number, size: number): ReturnType<typeof mutatedMessage>[] {
    return Array.from({ length: size }, (_, index) => mutatedMessage(draws, first + index, target, valid));
  }
}

/** Some fail once, some always, some are rejected; spread over the ids. */
function fail(id: number, attempt: number): void {
  const draw = (Math.imul(id + 1, 0x9e3779b1) >>> 0) % 100;
  if (draw < 4 && attempt === 1) throw new Error("fails once");
  if (draw === 4) throw new Error("fails always");
  if (draw === 5) throw new Reject("is rejected");
}

function count(rabbit: Rabbit, counts: Record<string, number>, moved: () => void): void {
  const add = (name: string): void => {
    counts[name] = (counts[name] ?? 0) + 1;
    moved();
  };
  rabbit.on("dead-letter", () => add("dead"));
  rabbit.on("retry", () => add("retries"));
  rabbit.on("disconnected", () => add("disconnects"));
  rabbit.on("copy-failed", () => add("copyFailures"));
}

/** Resolves when at most `most` messages are open, or after `PATIENCE_MS`. */
async function roomFor(most: number, open: () => number): Promise<void> {
  const until = performance.now() + PATIENCE_MS;
  while (open() > most && performance.now() < until) await sleep(2);
}
