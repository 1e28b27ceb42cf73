import { LONGEST_TIMER_MS } from "./waiting.js";

/** Something that is abandoned at a point in time. */
export interface Expiring {
  /** On the clock of `performance.now()`. */
  readonly deadline: number;
  expire(): void;
}

/**
 * A timer per message would cost more than the message itself; this shared timer fires at most this many milliseconds
 * late.
 */
const GRAIN_MS = 10;

/**
 * The open items of one owner, and one timer that expires those past their deadline. Does not keep the process alive.
 */
export class Deadlines<Item extends Expiring> {
  readonly #open = new Set<Item>();
  #timer: NodeJS.Timeout | undefined;
  #firesAt = Number.POSITIVE_INFINITY;

  get size(): number {
    return this.#open.size;
  }

  add(item: Item): void {
    this.#open.add(item);
    if (item.deadline < this.#firesAt - GRAIN_MS) this.#arm(item.deadline);
  }

  /** In the order in which they were added. */
  items(): readonly Item[] {
    return [...this.#open];
  }

  delete(item: Item): void {
    this.#open.delete(item);
  }

  #arm(at: number): void {
    clearTimeout(this.#timer);
    this.#firesAt = at;
    const ms = Math.min(LONGEST_TIMER_MS, Math.max(0, Math.ceil(at - performance.now())));
    this.#timer = setTimeout(() => this.#fire(), ms);
    this.#timer.unref(); // waiting items have a socket or a backoff that keeps the process alive
  }

  #fire(): void {
    this.#firesAt = Number.POSITIVE_INFINITY;
    const now = performance.now();
    let next = Number.POSITIVE_INFINITY;
    for (const item of this.#open) {
      if (item.deadline <= now) item.expire();
      else next = Math.min(next, item.deadline);
    }
    if (next !== Number.POSITIVE_INFINITY) this.#arm(Math.max(next, now + GRAIN_MS));
  }
}
