import type { BrokerClock } from "../clock.js";

/** A timer for the moment at which the message at the head of a queue expires. */
export class HeadExpiry {
  readonly #clock: BrokerClock;
  readonly #expire: () => void;
  #due: number | undefined;
  #cancel: (() => void) | undefined;

  constructor(clock: BrokerClock, expire: () => void) {
    this.#clock = clock;
    this.#expire = expire;
  }

  /** Calls `expire` at `due` or earlier; a timer that is set for an earlier time is kept, and asked again then. */
  at(due: number): void {
    if (this.#due !== undefined && this.#due <= due) return;
    this.stop();
    this.#due = due;
    this.#cancel = this.#clock.setTimer(() => {
      this.#due = undefined;
      this.#cancel = undefined;
      this.#expire();
    }, due - this.#clock.now());
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#due = undefined;
  }
}
