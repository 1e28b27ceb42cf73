/** Whether anything still happens. */
export class News implements Disposable {
  /** Resolves when no report has arrived for the given time. */
  readonly silence: Promise<void>;
  readonly #timer: NodeJS.Timeout;
  #last = performance.now();

  constructor(patienceMs: number) {
    let tell = (): void => {};
    this.silence = new Promise((resolve) => {
      tell = resolve;
    });
    this.#timer = setTimeout(tell, patienceMs);
  }

  /** Milliseconds since the last report. */
  get ageMs(): number {
    return performance.now() - this.#last;
  }

  heard(): void {
    this.#last = performance.now();
    this.#timer.refresh();
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
  }
}
