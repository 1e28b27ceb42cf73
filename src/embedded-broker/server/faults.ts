import type { Fault, RefuseConfirmsOptions } from "../embedded-broker.js";
import type { Message } from "../model/message.js";

/** The faults that are switched on; channels and connections ask here. */
export class Faults {
  /** The reason that publishing is blocked for. */
  blocked: string | undefined;
  readonly #refusals = new Set<{ readonly options: RefuseConfirmsOptions; left: number }>();
  #holds = 0;
  #pauses = 0;
  readonly #delays = new Set<{ readonly ms: number }>();
  readonly #changed: () => void;

  /** `changed` is called after each change but that of `refuse`. */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get confirmsHeld(): boolean {
    return this.#holds > 0;
  }

  get readingPaused(): boolean {
    return this.#pauses > 0;
  }

  /** Milliseconds; the longest one if there are several. */
  get delay(): number {
    return Math.max(0, ...[...this.#delays].map(({ ms }) => ms));
  }

  /** Whether to refuse a confirmed publish; it counts towards the requested number. */
  refuses(vhost: string, message: Message): boolean {
    for (const refusal of this.#refusals) {
      const { options } = refusal;
      if (options.vhost !== undefined && options.vhost !== vhost) continue;
      if (options.exchange !== undefined && options.exchange !== message.exchange) continue;
      if (options.routingKey !== undefined && options.routingKey !== message.routingKey) continue;
      if (--refusal.left <= 0) this.#refusals.delete(refusal);
      return true;
    }
    return false;
  }

  refuseConfirms(options: RefuseConfirmsOptions): Fault {
    const refusal = { options, left: options.count ?? Number.POSITIVE_INFINITY };
    if (refusal.left > 0) this.#refusals.add(refusal);
    return fault(() => void this.#refusals.delete(refusal));
  }

  holdConfirms(): Fault {
    this.#holds++;
    return fault(() => {
      this.#holds--;
      this.#changed();
    });
  }

  pauseReading(): Fault {
    this.#pauses++;
    this.#changed();
    return fault(() => {
      this.#pauses--;
      this.#changed();
    });
  }

  delayReplies(ms: number): Fault {
    const delay = { ms };
    this.#delays.add(delay);
    this.#changed();
    return fault(() => {
      this.#delays.delete(delay);
      this.#changed();
    });
  }
}

/** `stop` works once, however often it is called. */
function fault(stop: () => void): Fault {
  let on = true;
  const once = () => {
    if (on) stop();
    on = false;
  };
  return { stop: once, [Symbol.dispose]: once };
}
