import { parentPort } from "node:worker_threads";
import { type CompileTask, compileTask } from "./compile-task.js";

/** The other thread of `compile-pool.ts`: compiles each batch that it is sent. */
parentPort?.on("message", (tasks: readonly CompileTask[]) => {
  parentPort?.postMessage(tasks.map(compileTask));
});
