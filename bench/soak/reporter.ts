import type { Report } from "./reports.js";

type Items = Extract<Report, { readonly items: readonly number[] }>;

/**
 * Tells the parent process. A promise resolves when the report is in the pipe, where it outlives this process: who
 * acknowledges a message only then is never ahead of what the parent will know, killed at whatever moment.
 */
export class Reporter {
  readonly #batches = new Map<Items["kind"], { readonly items: number[]; readonly sent: Promise<void> }>();

  tell(report: Report): Promise<void> {
    return new Promise((resolve, reject) => {
      if (!process.send) throw new Error("only below a process that keeps the account");
      process.send(report, undefined, {}, (error) => (error ? reject(error) : resolve()));
    });
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
    return sent;
  }
}
