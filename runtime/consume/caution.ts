import type { Delivery } from "./delivery.js";

/** Losses in a row, with no delivery settled between them, that are one too many for a bad network. */
const SUSPICIOUS_LOSSES = 2;

/**
 * How many messages a consumer dares to take. A message that kills its process makes the broker count a failed delivery
 * of every message that the process held; after a few crashes the innocent ones would be out of attempts too. So a
 * consumer begins careful, with one message, and takes all that it may when the broker gives it one that nobody failed
 * on; it becomes careful again at one that went unanswered twice. A message can also kill the connection before this
 * SDK sees it, and then all that were sent with it go unseen, too: the consumer becomes careful when it loses its
 * channel twice and could settle nothing between.
 */
export class Caution {
  #careful = true;
  #losses = 0;
  readonly #changed: () => void;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get careful(): boolean {
    return this.#careful;
  }

  delivered({ unanswered }: Delivery): void {
    this.#become(this.#careful ? unanswered > 0 : unanswered > 1);
  }

  /** A delivery was settled: what comes is not what kills the channel. */
  settled(): void {
    this.#losses = 0;
  }

  /** The channel is gone, and what was delivered on it comes again. */
  lost(): void {
    this.#losses += 1;
    if (this.#losses >= SUSPICIOUS_LOSSES) this.#become(true);
  }

  #become(careful: boolean): void {
    if (careful === this.#careful) return;
    this.#careful = careful;
    this.#changed();
  }
}
