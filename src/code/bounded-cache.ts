/** How many results a cache keeps by default. */
const MOST = 10_000;

/**
 * Results by texts that they can be made of again. A cache that is full forgets all: whatever is asked for often is soon
 * back, and a process that lives long does not grow.
 */
export class BoundedCache<Value> {
  readonly #most: number;
  readonly #values = new Map<string, Value>();

  constructor(most = MOST) {
    this.#most = most;
  }

  /** The result that is kept, or what `make` gives, which then is. */
  get(key: string, make: (key: string) => Value): Value {
    const kept = this.#values.get(key);
    if (kept !== undefined) return kept;
    const value = make(key);
    if (this.#values.size >= this.#most) this.#values.clear();
    this.#values.set(key, value);
    return value;
  }

  /** All that is kept, in the order in which it was made. */
  entries(): Iterable<readonly [string, Value]> {
    return this.#values;
  }
}
