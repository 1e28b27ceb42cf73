import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";

/** Less work than this is not worth the start of another thread (about 100 ms). */
const workPerThread = 40;
/** Batches that wait at a thread: the next one is sent only between two tasks of this thread. */
const SENT_AHEAD = 3;

/** A kind of work that several threads can do. Tasks and results are plain data (structured clone). */
export interface ThreadWork<Task, Result> {
  /** The module of a further thread: it calls {@link answerBatches}. */
  readonly thread: URL;
  /** The same work in this thread, loaded when it is begun. */
  readonly load: () => Promise<(batch: readonly Task[]) => Promise<readonly Result[]>>;
  /** How long a task takes, in units of about 2.5 ms. */
  readonly weightOf: (task: Task) => number;
  /** Tasks that a further thread is sent at once; fewer towards the end. */
  readonly batchSize: number;
}

/**
 * Does all tasks, on further threads when there are many, and returns the results in the order of the tasks.
 * `progress` is called with the number of those that are done. This thread begins at the front and the others at the
 * back: where tasks of one kind stand together, few threads load and warm up the code of both.
 */
export async function doAll<Task, Result>(
  tasks: readonly Task[],
  { thread, load, weightOf, batchSize }: ThreadWork<Task, Result>,
  progress: (done: number) => void = () => {},
): Promise<Result[]> {
  const results: Result[] = [];
  let front = 0;
  let back = tasks.length;
  let done = 0;
  const keep = (start: number, batch: readonly Result[]): void => {
    for (const [index, result] of batch.entries()) results[start + index] = result;
    done += batch.length;
    progress(done);
  };
  const work = tasks.reduce((sum, task) => sum + weightOf(task), 0);
  const further = furtherThreads(tasks.length, work);
  const takeLast = (): readonly [number, readonly Task[]] => {
    const end = back;
    // small ones towards the end, so that no thread has much in hand when this one has nothing left
    const fair = Math.ceil((end - front) / (SENT_AHEAD * (further + 1)));
    back = end - Math.min(batchSize, fair);
    return [back, tasks.slice(back, end)];
  };
  const workers = Array.from({ length: further }, () => workThrough(thread, takeLast, keep));
  const doWork = await load();
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
function furtherThreads(tasks: number, work: number): number {
  if (import.meta.url.endsWith(".ts")) return 0;
  return Math.max(0, Math.min(availableParallelism(), tasks, Math.ceil(work / workPerThread)) - 1);
}

function workThrough<Task, Result>(
  thread: URL,
  takeBatch: () => readonly [number, readonly Task[]],
  keep: (start: number, batch: readonly Result[]) => void,
): Promise<void> {
  const worker = new Worker(thread);
  return new Promise<void>((resolve, reject) => {
    /** Where the batches begin that are with the thread, which answers them in turn. */
    const starts: number[] = [];
    const send = (): void => {
      const [start, batch] = takeBatch();
      if (batch.length > 0) {
        starts.push(start);
        worker.postMessage(batch);
      } else if (starts.length === 0) resolve();
    };
    worker.on("message", (batch: readonly Result[]) => {
      const start = starts.shift();
      if (start !== undefined) keep(start, batch);
      send();
    });
    worker.on("error", reject);
    for (let ahead = 0; ahead < SENT_AHEAD; ahead += 1) send();
  }).finally(() => worker.terminate());
}
