import { SlowPatternError } from "../patterns/pattern-work.js";

/** Thrown when a question takes more steps or time than it may. */
export class BudgetExceeded extends Error {
  override readonly name = "BudgetExceeded";
}

/** Why a question stays open after this error; rethrows what does not mean that it took too long. */
export function undecided(error: unknown, ms: number): string {
  if (error instanceof SlowPatternError) return error.message;
  if (error instanceof BudgetExceeded) return `it takes more than ${ms} ms to decide`;
  throw error;
}

/** Steps between two looks at the clock. */
const GLANCE = 256;

/**
 * What one question may take. Steps end it first on any usual machine, so that the answer does not depend on the
 * machine; the clock is for those that are slower, or for steps that turn out long.
 */
export class Budget {
  readonly #deadline: number;
  #steps: number;

  /** `ms` milliseconds, and 1,000 steps for each of them. */
  constructor(ms: number, now: number) {
    this.#steps = ms * 1_000;
    this.#deadline = now + ms;
  }

  /** Counts steps; throws `BudgetExceeded` when they are used up. */
  spend(steps = 1): void {
    const before = this.#steps;
    this.#steps -= steps;
    if (this.#steps < 0) throw new BudgetExceeded();
    if (
      Math.floor(before / GLANCE) !== Math.floor(this.#steps / GLANCE) &&
      performance.now() > this.#deadline
    )
      throw new BudgetExceeded();
  }
}
