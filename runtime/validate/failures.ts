/** What the generated functions report: ajv's error objects, without texts. */
export interface Reported {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/**
 * Failures that are kept of one message, the same ones several times perhaps; the others are counted only, so that a
 * hostile message cannot fill the memory.
 */
const kept = 400;

/**
 * The list in which a generated function gathers its failures. It counts all of them as an array would, since the
 * functions read and set `length` to try alternatives, and keeps the first 400.
 */
export class Failures {
  /** How many failures there are, kept or not. */
  length = 0;
  readonly #kept: Reported[] = [];

  push(reported: Reported): void {
    if (this.length < kept) this.#kept[this.length] = reported;
    this.length += 1;
  }

  concat(other: Failures): this {
    const reported = other.list();
    for (const each of reported) this.push(each);
    this.length += other.length - reported.length;
    return this;
  }

  /** The first 400 of those that still count. */
  list(): readonly Reported[] {
    return this.#kept.slice(0, this.length);
  }
}

/** Adds a failure to a list that may not be there yet. */
export function fail(failures: Failures | null, reported: Reported): Failures {
  const list = failures ?? new Failures();
  list.push(reported);
  return list;
}
