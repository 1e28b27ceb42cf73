import type { Delivery } from "./delivery.js";

/**
 * How many messages a consumer dares to take. A message that kills its process makes the broker count a failed delivery
 * of every message that the process held; after a few crashes the innocent ones would be out of attempts too. So a
 * consumer begins careful, with one message, and takes all that it may when the broker gives it one that nobody failed
 * on; it becomes careful again at one that went unanswered twice.
 */
export class Caution {
  #careful = true;
  readonly #changed: () => void;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get careful(): boolean {
    return this.#careful;
  }

  delivered({ unanswered }: Delivery): void {
    const careful = this.#careful ? unanswered > 0 : unanswered > 1;
    if (careful === this.#careful) return;
    this.#careful = careful;
    this.#changed();
  }
}
