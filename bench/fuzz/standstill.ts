const SAMPLE_MS = 50;

/** Measures for how long at most nothing ended while something was there to be done. */
export class Standstill {
  #longestMs = 0;
  #since = performance.now();
  readonly #timer: NodeJS.Timeout;

  /** `hasWork` is asked 20 times a second. */
  constructor(hasWork: () => boolean) {
    this.#timer = setInterval(() => {
      const now = performance.now();
      if (hasWork()) this.#longestMs = Math.max(this.#longestMs, now - this.#since);
      else this.#since = now;
    }, SAMPLE_MS);
  }

  get longestMs(): number {
    return this.#longestMs;
  }

  /** Something ended. */
  moved(): void {
    this.#since = performance.now();
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }
}
