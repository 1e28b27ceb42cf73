import { parentPort } from "node:worker_threads";

/** The other side of `doAll`, in a thread of its own: does each batch that it is sent. */
export function answerBatches<Task, Result>(
  work: (batch: readonly Task[]) => Promise<readonly Result[]>,
): void {
  parentPort?.on("message", async (batch: readonly Task[]) => {
    parentPort?.postMessage(await work(batch));
  });
}
