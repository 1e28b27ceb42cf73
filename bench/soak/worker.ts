import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import type { ConsumerTask, PublisherTask, Report } from "./reports.js";

/** A publisher or a consumer in a process of its own, as the one that keeps the account sees it. */
export class Worker {
  /** Resolves when it consumes. */
  readonly ready: Promise<void>;
  /** Resolves when its process has ended and all its reports have arrived; rejects if that end was not requested. */
  readonly ended: Promise<void>;
  readonly #child: ChildProcess;
  #killed = false;

  /** `folder` has the compiled processes. */
  constructor(
    folder: string,
    role: "publisher" | "consumer",
    task: PublisherTask | ConsumerTask,
    hear: (report: Report) => void,
  ) {
    const entry = join(folder, `${role}-process.js`);
    const child = fork(entry, [JSON.stringify(task)], {
      execArgv: [],
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    this.#child = child;
    let stderr = "";
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      stderr = (stderr + text).slice(-20_000);
    });
    this.ended = new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code) => {
        if (code === 0 || this.#killed) resolve();
        else reject(new Error(`a ${role} ended with exit code ${code}\n${stderr}`));
      });
    });
    this.ended.catch(() => {});
    const ready = new Promise<void>((resolve) => {
      child.on("message", (report: Report) => {
        if (report.kind === "ready") resolve();
        hear(report);
      });
    });
    this.ready = Promise.race([ready, this.ended]);
    this.ready.catch(() => {});
  }

  /** SIGTERM: it closes in good order. */
  async stop(): Promise<void> {
    this.#child.kill("SIGTERM");
    await this.ended;
  }

  /** SIGKILL. */
  async kill(): Promise<void> {
    this.#killed = true;
    this.#child.kill("SIGKILL");
    await this.ended;
  }

  /** Nothing of it is left. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill().catch(() => {});
  }
}
