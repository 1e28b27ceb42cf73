import { setTimeout as sleep } from "node:timers/promises";
import type { Broker } from "../../rabbitmq/broker.js";
import type { Account } from "./account.js";
import type { News } from "./news.js";
import { countAll, countReady } from "./read-queues.js";
import type { WorkQueue } from "./work-queue.js";

/**
 * Longer than the SDK's longest backoff and its publish timeout, and longer than the three minutes after which a
 * broker sends again what it was dead-lettering from a quorum queue when the target's leader went.
 */
export const patienceMs = 240_000;

/** Longer than the five seconds between two counts of a quorum queue by its broker. */
const countedMs = 7_000;

/**
 * Waits until the queues are empty and every confirmed event has ended, or no more reports arrive: no consumer
 * reports messages that the broker itself dead-letters. The broker has no event for them, so it is polled; its own
 * count, unlike that of ready messages, includes those on their way from a retry queue.
 */
export async function quiet(
  account: Account,
  news: News,
  { url, ctl }: Pick<Broker, "url" | "ctl">,
  { name, retries }: WorkQueue,
): Promise<void> {
  const queues = [name, ...retries];
  const moves = async (): Promise<boolean> => news.ageMs < countedMs || (await countAll(ctl, queues)) > 0;
  while ((account.open > 0 && (await moves())) || (await countReady(url, queues)) > 0) {
    if (news.ageMs > patienceMs) return;
    await sleep(200);
  }
}
