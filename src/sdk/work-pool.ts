import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { Work, WorkResult } from "./work.js";
import { weightOf } from "./work-weight.js";

/** Less work than this is not worth the start of another thread (about 100 ms). */
const workPerThread = 40;

/** Tasks that a further thread is sent at once, as long as they are not most of what is left. */
const batchSize = 10;

/**
 * Does all tasks, on further threads when there are many, and returns the results in the order of the tasks.
 * `progress` is called with the number of those that are done. This thread begins at the front and the others at the
 * back: where tasks of one kind stand together, few threads load and warm up the code of both.
 */
export async function doAll(
  tasks: readonly Work[],
  progress: (done: number) => void = () => {},
): Promise<WorkResult[]> {
  const results: WorkResult[] = [];
  let front = 0;
  let back = tasks.length;
  let done = 0;
  const takeLast = (): readonly [number, readonly Work[]] => {
    const end = back;
    back = end - Math.min(batchSize, Math.ceil((end - front) / 2));
    return [back, tasks.slice(back, end)];
  };
  const keep = (start: number, batch: readonly WorkResult[]): void => {
    for (const [index, result] of batch.entries()) results[start + index] = result;
    done += batch.length;
    progress(done);
  };
  const workers = Array.from({ length: furtherThreads(tasks) }, () => workThrough(takeLast, keep));
  const { doWork } = await import("./work.js");
  while (front < back) {
    front += 1;
    keep(front - 1, await doWork(tasks.slice(front - 1, front)));
    // Lets the other threads' results in, so that they need not wait for their next batch.
    await new Promise((resolve) => setImmediate(resolve));
  }
  await Promise.all(workers);
  return results;
}

/** Threads besides this one. Run from TypeScript sources, as the tests do, there are none: Node 20 cannot load them. */
function furtherThreads(tasks: readonly Work[]): number {
  if (import.meta.url.endsWith(".ts")) return 0;
  const work = tasks.reduce((sum, task) => sum + weightOf(task), 0);
  return Math.max(0, Math.min(availableParallelism(), tasks.length, Math.ceil(work / workPerThread)) - 1);
}

function workThrough(
  takeBatch: () => readonly [number, readonly Work[]],
  keep: (start: number, batch: readonly WorkResult[]) => void,
): Promise<void> {
  const worker = new Worker(new URL("./work-thread.js", import.meta.url));
  return new Promise<void>((resolve, reject) => {
    let start = 0;
    const send = (): void => {
      const [from, batch] = takeBatch();
      start = from;
      if (batch.length === 0) resolve();
      else worker.postMessage(batch);
    };
    worker.on("message", (batch: readonly WorkResult[]) => {
      keep(start, batch);
      send();
    });
    worker.on("error", reject);
    send();
  }).finally(() => worker.terminate());
}
