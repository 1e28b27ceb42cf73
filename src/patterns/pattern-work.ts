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
    super(`The pattern ${JSON.stringify(shown)} takes too long on a text of ${length} characters.`);
    this.pattern = pattern;
    this.length = length;
  }
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
