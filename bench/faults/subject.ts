import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Answer, Delivery, Mode, Order, Report } from "./messages.js";
import type { Site } from "./site.js";

/** What came of an order: the child's answer, none within the time, or the end of its process. */
export type Outcome = Answer | { readonly kind: "silent" } | { readonly kind: "crashed" };

/** A client at work in a process of its own, as the parent sees it. */
export class Subject {
  /** Calls of its handler so far. */
  readonly deliveries: Delivery[] = [];
  readonly #child: ChildProcess;
  readonly #waiting = new Set<() => void>();
  readonly #answers = new Map<number, Answer>();
  #stderr = "";
  #orders = 0;
  #ended = false;
  #killed = false;

  constructor(client: string) {
    const entry = fileURLToPath(new URL("./child.js", import.meta.url));
    this.#child = fork(entry, [client], { stdio: ["ignore", "ignore", "pipe", "ipc"] });
    this.#child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#stderr = (this.#stderr + text).slice(-20_000);
    });
    this.#child.on("message", (report: Report) => {
      if (report.kind === "answer") this.#answers.set(report.order, report.answer);
      else this.deliveries.push(...report.deliveries);
      this.#wake();
    });
    this.#child.on("close", () => {
      this.#ended = true;
      this.#wake();
    });
  }

  /** Why its process ended without being killed. */
  get crash(): string | undefined {
    if (!this.#ended || this.#killed) return undefined;
    const lines = this.#stderr.split("\n").map((line) => line.trim());
    const error = lines.find((line) => /^(Uncaught )?\w*Error\b.*:/.test(line)) ?? lines.find(Boolean);
    return error ?? `exit code ${this.#child.exitCode}`;
  }

  /** Sends an order and waits up to `ms` for its outcome. */
  async order(order: Order, ms = 15_000): Promise<Outcome> {
    const number = ++this.#orders;
    if (this.#child.connected) this.#child.send({ number, order });
    await this.until(() => this.#answers.has(number), ms);
    return this.#answers.get(number) ?? { kind: this.#ended ? "crashed" : "silent" };
  }

  /** Connects and consumes, or throws: without that a trial measures nothing. */
  async begin(site: Site, mode: Mode): Promise<void> {
    for (const order of [{ kind: "connect", site } as const, { kind: "consume", mode } as const]) {
      const outcome = await this.order(order, 30_000);
      if (outcome.kind === "done") continue;
      const why = outcome.kind === "failed" ? outcome.error : (this.crash ?? outcome.kind);
      throw new Error(`${order.kind}: ${why}`);
    }
  }

  /** Resolves to true when the condition holds, to false after `ms` or when the process has ended before. */
  async until(condition: () => boolean, ms: number): Promise<boolean> {
    const deadline = Date.now() + ms;
    while (!condition()) {
      const left = deadline - Date.now();
      if (left <= 0 || this.#ended) return false;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.#waiting.add(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
    return true;
  }

  /** Kills it at once, if it has not ended on its own. */
  async kill(): Promise<void> {
    if (this.#ended) return;
    this.#killed = true;
    const closed = once(this.#child, "close");
    this.#child.kill("SIGKILL");
    await closed;
  }

  #wake(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const resume of waiting) resume();
  }
}
