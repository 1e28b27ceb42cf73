import type { Report } from "./reports.js";

type Items = Extract<Report, { readonly items: readonly number[] }>;

/** The process that a reporter reports to. */
export type Parent = Pick<NodeJS.Process, "send" | "disconnect">;

/**
 * Reports to the parent process. A promise resolves when the report is in the pipe, where it outlives this process: a
 * consumer that acknowledges a message only then is never ahead of the parent's account, whenever it is killed.
 */
export class Reporter {
  readonly #parent: Parent;
  readonly #batches = new Map<Items["kind"], { readonly items: number[]; readonly sent: Promise<void> }>();
  readonly #unsent = new Set<Promise<void>>();

  constructor(parent: Parent = process) {
    this.#parent = parent;
  }

  tell(report: Report): Promise<void> {
    const sent = new Promise<void>((resolve, reject) => {
      if (!this.#parent.send) throw new Error("only below a process that keeps the account");
      this.#parent.send(report, undefined, {}, (error) => (error ? reject(error) : resolve()));
    });
    return this.#tracked(sent);
  }

  /** One report for all items of a turn of the event loop. */
  add(kind: Items["kind"], item: number): Promise<void> {
    const begun = this.#batches.get(kind);
    if (begun) {
      begun.items.push(item);
      return begun.sent;
    }
    const items = [item];
    const sent = new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
      this.#batches.delete(kind);
      return this.tell({ kind, items });
    });
    this.#batches.set(kind, { items, sent });
    return this.#tracked(sent);
  }

  /** Closes the pipe once everything is in it: without a connection the SDK closes in the turn of the last report. */
  async end(): Promise<void> {
    while (this.#unsent.size > 0) await Promise.all(this.#unsent);
    this.#parent.disconnect();
  }

  #tracked(sent: Promise<void>): Promise<void> {
    this.#unsent.add(sent);
    const done = (): boolean => this.#unsent.delete(sent);
    sent.then(done, done);
    return sent;
  }
}
