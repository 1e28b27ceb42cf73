import { parentPort } from "node:worker_threads";
import { doWork, type Work } from "./work.js";

/** The other thread of `work-pool.ts`: does each batch that it is sent. */
parentPort?.on("message", async (tasks: readonly Work[]) => {
  parentPort?.postMessage(await doWork(tasks));
});
