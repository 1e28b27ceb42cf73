import { randomUUID } from "node:crypto";

/** The queue of one run, with what the SDK makes beside it. */
export interface WorkQueue {
  readonly name: string;
  readonly deadLetters: string;
  readonly retries: readonly string[];
}

const delaysMs: readonly number[] = [200, 1_000];

/**
 * Almost as many attempts as the queue's delivery limit allows: with a hundred messages at a time, each reset of the
 * connection is an attempt of all of them.
 */
export const retrySettings = {
  strategy: "delay",
  delays: delaysMs.map((ms) => `${ms}ms`),
  maxAttempts: 19,
} as const;

/** A queue that no other run has. */
export function newWorkQueue(): WorkQueue {
  const name = `soak-${randomUUID().slice(0, 8)}`;
  return { name, deadLetters: `${name}.dead`, retries: delaysMs.map((ms) => `${name}.retry.${ms}`) };
}
