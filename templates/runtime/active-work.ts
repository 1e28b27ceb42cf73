import type { Delivery } from "./delivery.js";

/** The deliveries that a consumer works on. */
export class ActiveWork {
  readonly #works = new Map<Promise<unknown>, Delivery>();
  readonly #ended: () => void;

  /** `ended` is called after each end. */
  constructor(ended: () => void) {
    this.#ended = ended;
  }

  get size(): number {
    return this.#works.size;
  }

  /** Those that the broker still counts: one is settled a little before its work ends. */
  get unsettled(): number {
    let count = 0;
    for (const { settled } of this.#works.values()) if (!settled) count += 1;
    return count;
  }

  /** `work` never rejects. */
  add(work: Promise<unknown>, delivery: Delivery): void {
    const listed = work.finally(() => {
      this.#works.delete(listed);
      this.#ended();
    });
    this.#works.set(listed, delivery);
  }

  /** What is worked on now, to ask later how much of it still is. */
  running(): Running {
    const running = [...this.#works.keys()];
    return { count: running.length, left: () => running.filter((work) => this.#works.has(work)).length };
  }

  /** Resolves when nothing is worked on. */
  async idle(): Promise<void> {
    while (this.#works.size > 0) await Promise.all(this.#works.keys());
  }
}

/** Deliveries that were worked on at one time. */
export interface Running {
  readonly count: number;
  readonly left: () => number;
}
