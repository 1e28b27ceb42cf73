/** How many results a cache keeps by default. */
const MOST = 10_000;

/**
 * Results by the texts that they are made from. A full cache forgets everything: what is needed often is soon made again,
 * and a long-running process does not grow.
 */
export class BoundedCache<Value> {
  readonly #most: number;
  readonly #values = new Map<string, Value>();

  constructor(most = MOST) {
    this.#most = most;
  }

  /** The kept result; otherwise makes one and keeps it. */
  get(key: string, make: (key: string) => Value): Value {
    const kept = this.#values.get(key);
    if (kept !== undefined) return kept;
    const value = make(key);
    if (this.#values.size >= this.#most) this.#values.clear();
    this.#values.set(key, value);
    return value;
  }

  /** All kept results, in the order in which they were made. */
  entries(): Iterable<readonly [string, Value]> {
    return this.#values;
  }
}
