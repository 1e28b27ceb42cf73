/** A pattern, and the length of the text that it takes too long on, in UTF-16 units. */
export interface SlowPattern {
  readonly pattern: string;
  readonly length: number;
}

/** Thrown when a pattern takes too long on a text; what it says of the text is left open. */
export class SlowPatternError extends Error implements SlowPattern {
  override readonly name = "SlowPatternError";
  readonly pattern: string;
  readonly length: number;

  constructor(pattern: string, length: number) {
    const shown = pattern.length > 200 ? `${pattern.slice(0, 200)}…` : pattern;
    super(`The pattern ${JSON.stringify(shown)} takes too long on a string of ${length} characters.`);
    this.pattern = pattern;
    this.length = length;
  }
}

/** Steps that all questions of one command may take together: some seconds. */
export const MOST_TOGETHER = 100_000_000;

let leftTogether = MOST_TOGETHER;

/** Gives the patterns of what follows a new limit of work; each command begins with it. */
export function restartPatternWork(): void {
  leftTogether = MOST_TOGETHER;
}

/** Steps that the command has left for all further questions. */
export function stepsLeft(): number {
  return leftTogether;
}

/** Takes the steps of one question from those that the command has left. */
export function spendTogether(steps: number): void {
  leftTogether -= steps;
}

/** Counts steps of matching against a limit, so that the answer never depends on the machine. */
export class PatternWork {
  #left: number;
  readonly #isOver: () => Error;

  constructor(limit: number, isOver: () => Error) {
    this.#left = limit;
    this.#isOver = isOver;
  }

  get left(): number {
    return this.#left;
  }

  /** Ends the work at once. */
  exhaust(): never {
    this.#left = 0;
    throw this.#isOver();
  }

  spend(steps: number): void {
    this.#left -= steps;
    if (this.#left < 0) throw this.#isOver();
  }
}
