import type { Fault, Verdict } from "./fault.js";
import { runTrial } from "./run-trial.js";

/** A cell of the table: what was seen, or why nothing could be. */
export type Cell = Verdict | { readonly unmeasured: string };

/** One fault with one client. */
export interface Trial {
  readonly fault: Fault;
  readonly client: string;
}

/** Runs trials, two side by side; `tell` is called with each one when it has ended. */
export async function runAll(
  trials: readonly Trial[],
  brokerUrl: string,
  tell: (trial: Trial, cell: Cell, ms: number) => void,
): Promise<ReadonlyMap<Trial, Cell>> {
  const cells = new Map<Trial, Cell>();
  const waiting = [...trials];
  async function work(): Promise<void> {
    for (let trial = waiting.shift(); trial; trial = waiting.shift()) {
      const start = performance.now();
      const cell: Cell = await runTrial(trial.fault, trial.client, brokerUrl).catch((error: unknown) => ({
        unmeasured: error instanceof Error ? error.message : String(error),
      }));
      cells.set(trial, cell);
      tell(trial, cell, performance.now() - start);
    }
  }
  await Promise.all([work(), work()]);
  return cells;
}
