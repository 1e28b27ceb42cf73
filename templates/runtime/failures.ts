/** What the generated functions report: ajv's error objects. */
export interface Reported {
  readonly instancePath: string;
  readonly keyword: string;
  readonly message?: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Failures that are kept of one message; the others are counted only, so that a hostile one cannot fill the memory. */
const kept = 100;

/**
 * The list in which a generated function gathers its failures. It counts all of them as an array would, since the
 * functions read and set `length` to try alternatives, and keeps the first hundred.
 */
export class Failures {
  /** How many failures there are, kept or not. */
  length: number;
  readonly #kept: Reported[];

  constructor(first: Reported) {
    this.length = 1;
    this.#kept = [first];
  }

  push(reported: Reported): void {
    if (this.length < kept) this.#kept[this.length] = reported;
    this.length += 1;
  }

  concat(other: Failures): this {
    for (const reported of other.list()) this.push(reported);
    this.length += other.length - other.list().length;
    return this;
  }

  /** The first hundred of those that still count. */
  list(): readonly Reported[] {
    return this.#kept.slice(0, this.length);
  }
}
