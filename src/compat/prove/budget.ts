import { type Clock, machineClock } from "../../machine/clock.js";
import { SlowPatternError } from "../../patterns/pattern-work.js";

/** Thrown when a question takes more steps, memory or time than it may; the message says which. */
export class BudgetExceeded extends Error {
  override readonly name = "BudgetExceeded";
}

/** Why a question stays open after this error; rethrows what does not mean that it took too much. */
export function undecided(error: unknown): string {
  if (error instanceof SlowPatternError || error instanceof BudgetExceeded) return error.message;
  // V8 has no other sign of a stack that is used up
  if (error instanceof RangeError && error.message.includes("call stack"))
    return "its schemas are nested too deeply";
  throw error;
}

/** Steps that a usual machine takes in a millisecond, at least. */
const STEPS_PER_MS = 1_000;
/** Times the milliseconds of a budget after which the clock ends what the steps did not, and the least of them. */
const PATIENCE = 10;
const LEAST_MS = 10_000;
/** Steps between two looks at the clock. */
const GLANCE = 4_096;
/** MiB that all questions of a comparison may keep for each other: what is found, and the schemas that are made. */
const MOST_KEPT = 256;

/** What may be used up of something. */
interface Purse {
  left: number;
}

/**
 * The limits of one question. Normally only counted steps and bytes end it, so that the answer does not depend on the
 * machine or its load. The clock is a safety net for a question that takes ten times longer than its steps suggest. It
 * measures CPU time, which excludes other programs, and is first read when half of the time has passed.
 */
export class Budget {
  /** In milliseconds of CPU time; set when half of the time limit has passed by the wall clock, which is cheaper to read. */
  #deadline: number | undefined;
  readonly #clock: Clock;
  readonly #start: number;
  readonly #clockMs: number;
  readonly #limit: number;
  readonly #all: Budget | undefined;
  readonly #memory: Purse;
  #spent = 0;

  /**
   * `ms` milliseconds of a usual machine, by 1,000 steps each. What is spent is spent of `all`, too, which is the
   * budget of all questions together; `clock` is that one's unless another is given.
   */
  constructor(ms: number, all?: Budget, clock: Clock = all === undefined ? machineClock : all.#clock) {
    this.#clock = clock;
    this.#start = clock.wallMs();
    this.#limit = ms * STEPS_PER_MS;
    this.#clockMs = Math.max(ms * PATIENCE, LEAST_MS);
    this.#all = all;
    this.#memory = all === undefined ? { left: MOST_KEPT * 2 ** 20 } : all.#memory;
  }

  /** Steps that were taken. */
  get spent(): number {
    return this.#spent;
  }

  /** Why the search must stop; `undefined` while steps, memory and time are left. */
  get over(): string | undefined {
    if (this.#spent >= this.#limit) return this.#tooManySteps();
    if (this.#memory.left <= 0) return tooMuchMemory;
    return this.#isLate() ? this.#tooLong() : undefined;
  }

  /** Counts steps; throws `BudgetExceeded` when they are used up. */
  spend(steps = 1): void {
    const before = this.#spent;
    this.#spent += steps;
    this.#all?.spend(steps);
    if (this.#spent > this.#limit) throw new BudgetExceeded(this.#tooManySteps());
    const isGlance = Math.floor(before / GLANCE) !== Math.floor(this.#spent / GLANCE);
    if (isGlance && this.#isLate()) throw new BudgetExceeded(this.#tooLong());
  }

  #isLate(): boolean {
    if (this.#clock.wallMs() - this.#start < this.#clockMs / 2) return false;
    const now = this.#clock.processorMs();
    this.#deadline ??= now + this.#clockMs / 2;
    return now > this.#deadline;
  }

  /** Counts bytes that are kept until the comparison ends; throws `BudgetExceeded` when there are too many. */
  keep(bytes: number): void {
    this.#memory.left -= bytes;
    if (this.#memory.left < 0) throw new BudgetExceeded(tooMuchMemory);
  }

  #tooManySteps(): string {
    const steps = `more than ${grouped(this.#limit)} steps`;
    return this.#all === undefined ? `all questions together take ${steps}` : `it takes ${steps} to decide`;
  }

  #tooLong(): string {
    return `it takes this machine's processor more than ${grouped(Math.round(this.#clockMs))} ms`;
  }
}

const tooMuchMemory = `it takes more than ${MOST_KEPT} MiB of memory to decide`;

function grouped(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ",");
}
