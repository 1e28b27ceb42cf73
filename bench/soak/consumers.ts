import type { ConsumerTask, Report } from "./reports.js";
import { Worker } from "./worker.js";

/** The processes of one service; each has its own way to the broker, and is replaced by a new process there. */
export class Consumers {
  /** Rejects when one ends without having been stopped. */
  readonly crashed: Promise<never>;
  readonly #start: (url: string) => Worker;
  readonly #running = new Map<string, Worker>();
  #crash: (error: unknown) => void = () => {};

  constructor(folder: string, task: Omit<ConsumerTask, "url">, hear: (report: Report) => void) {
    this.#start = (url) => new Worker(folder, "consumer", { ...task, url }, hear);
    this.crashed = new Promise((_, reject) => {
      this.#crash = reject;
    });
    this.crashed.catch(() => {});
  }

  /** Starts one that connects there; resolves when it consumes. */
  async start(url: string): Promise<void> {
    const worker = this.#start(url);
    this.#running.set(url, worker);
    worker.ended.catch(this.#crash);
    await worker.ready;
  }

  /** SIGTERM, and a new process, one after the other. */
  async roll(): Promise<void> {
    for (const [url, worker] of [...this.#running]) {
      await worker.stop();
      await this.start(url);
    }
  }

  /** SIGKILL of the first one, and a new process. */
  async killOne(): Promise<void> {
    for (const [url, worker] of [...this.#running].slice(0, 1)) {
      await worker.kill();
      await this.start(url);
    }
  }

  /** SIGTERM of all. */
  async stop(): Promise<void> {
    await Promise.all([...this.#running.values()].map((worker) => worker.stop()));
  }

  /** SIGKILL of all that still run. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#running.values()].map((worker) => worker.kill().catch(() => {})));
  }
}
