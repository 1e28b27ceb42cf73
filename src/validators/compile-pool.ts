import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { CompileResult, CompileTask } from "./compile-task.js";

/** Fewer tasks than this are not worth the start of another thread (about 100 ms). */
const tasksPerThread = 40;

/** Tasks that are compiled between two reports of progress. */
const batchSize = 10;

/**
 * Compiles all tasks, on further threads when there are many, and returns the results in the order of the tasks.
 * `progress` is told how many are done.
 */
export async function compileAll(
  tasks: readonly CompileTask[],
  progress: (done: number) => void = () => {},
): Promise<CompileResult[]> {
  const results: CompileResult[] = [];
  let next = 0;
  let done = 0;
  const takeBatch = (): readonly [number, readonly CompileTask[]] => {
    const start = next;
    next = Math.min(start + batchSize, tasks.length);
    return [start, tasks.slice(start, next)];
  };
  const keep = (start: number, batch: readonly CompileResult[]): void => {
    for (const [index, result] of batch.entries()) results[start + index] = result;
    done += batch.length;
    progress(done);
  };
  const workers = Array.from({ length: furtherThreads(tasks.length) }, () => workThrough(takeBatch, keep));
  const { compileTask } = await import("./compile-task.js");
  for (let [start, batch] = takeBatch(); batch.length > 0; [start, batch] = takeBatch()) {
    keep(start, batch.map(compileTask));
    // Lets the other threads' results in between two batches.
    await new Promise((resolve) => setImmediate(resolve));
  }
  await Promise.all(workers);
  return results;
}

/** Threads besides this one. Run from TypeScript sources, as the tests do, there are none: Node 20 cannot load them. */
function furtherThreads(tasks: number): number {
  if (import.meta.url.endsWith(".ts")) return 0;
  return Math.min(availableParallelism(), Math.ceil(tasks / tasksPerThread)) - 1;
}

function workThrough(
  takeBatch: () => readonly [number, readonly CompileTask[]],
  keep: (start: number, batch: readonly CompileResult[]) => void,
): Promise<void> {
  const worker = new Worker(new URL("./compile-worker.js", import.meta.url));
  return new Promise<void>((resolve, reject) => {
    let start = 0;
    const send = (): void => {
      const [from, batch] = takeBatch();
      start = from;
      if (batch.length === 0) resolve();
      else worker.postMessage(batch);
    };
    worker.on("message", (batch: readonly CompileResult[]) => {
      keep(start, batch);
      send();
    });
    worker.on("error", reject);
    send();
  }).finally(() => worker.terminate());
}
