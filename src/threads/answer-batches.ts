import { parentPort } from "node:worker_threads";

/** The other side of `doAll`, in a thread of its own: does each batch that it is sent, one after the other. */
export function answerBatches<Task, Result>(
  work: (batch: readonly Task[]) => Promise<readonly Result[]>,
): void {
  let last: Promise<void> = Promise.resolve();
  parentPort?.on("message", (batch: readonly Task[]) => {
    last = last.then(async () => parentPort?.postMessage(await work(batch)));
  });
}
