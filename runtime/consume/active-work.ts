/** The deliveries that a consumer works on. */
export class ActiveWork {
  readonly #works = new Set<Promise<unknown>>();
  readonly #ended: () => void;

  /** `ended` is called after each end. */
  constructor(ended: () => void) {
    this.#ended = ended;
  }

  get size(): number {
    return this.#works.size;
  }

  /** `work` never rejects. */
  add(work: Promise<unknown>): void {
    const listed = work.finally(() => {
      this.#works.delete(listed);
      this.#ended();
    });
    this.#works.add(listed);
  }

  /** What is worked on now, to ask later how much of it still is. */
  running(): Running {
    const running = [...this.#works];
    return { count: running.length, left: () => running.filter((work) => this.#works.has(work)).length };
  }

  /** Resolves when nothing is worked on. */
  async idle(): Promise<void> {
    while (this.#works.size > 0) await Promise.all(this.#works);
  }
}

/** Deliveries that were worked on at one time. */
export interface Running {
  readonly count: number;
  readonly left: () => number;
}
