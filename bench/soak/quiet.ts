import { setTimeout as sleep } from "node:timers/promises";
import type { Account } from "./account.js";
import type { News } from "./news.js";
import { countReady } from "./read-queues.js";
import type { WorkQueue } from "./work-queue.js";

/** Longer than the SDK's longest backoff and its publish timeout: what did not move for so long is stuck. */
export const patienceMs = 60_000;

/**
 * Until the queues are empty and every confirmed event has ended, or nothing more is heard: of what the broker itself
 * dead-letters no consumer tells. The broker has no event for that, so it is asked.
 */
export async function quiet(
  account: Account,
  news: News,
  url: string,
  { name, retries }: WorkQueue,
): Promise<void> {
  const waits = async (): Promise<boolean> => (await countReady(url, [name, ...retries])) > 0;
  while ((account.open > 0 && news.ageMs < 5_000) || (await waits())) {
    if (news.ageMs > patienceMs) return;
    await sleep(200);
  }
}
