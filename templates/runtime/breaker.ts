/** When a consumer pauses because its handlers fail one after the other. */
export interface BreakerSettings {
  /** Failures in a row. */
  readonly failures: number;
  /** Milliseconds of the first pause; each further one in a row is twice as long. */
  readonly pauseMs: number;
  /** Milliseconds of the longest pause. */
  readonly maxPauseMs: number;
}

/** Whom a breaker tells. */
export interface BreakerHooks {
  readonly opened: (pauseMs: number, failures: number, cause: Error) => void;
  readonly probing: () => void;
  readonly closed: () => void;
}

/**
 * Closed → (a run of failures) → open → (pause) → probing with one message → closed, or open again and longer.
 * What is down (a database, a gateway) then costs a few messages their attempts, not the whole queue.
 */
export class Breaker {
  #state: "closed" | "open" | "probing" = "closed";
  #run = 0;
  #openings = 0;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;
  readonly #settings: BreakerSettings;
  readonly #hooks: BreakerHooks;

  constructor(settings: BreakerSettings, hooks: BreakerHooks) {
    this.#settings = settings;
    this.#hooks = hooks;
  }

  get state(): "closed" | "open" | "probing" {
    return this.#state;
  }

  /** A handler did its work, or rejected a message on purpose. */
  succeeded(): void {
    this.#run = 0;
    if (this.#state !== "probing") return; // while open, it is a handler that began before
    this.#state = "closed";
    this.#openings = 0;
    this.#hooks.closed();
  }

  failed(cause: Error): void {
    this.#run += 1;
    if (this.#state === "closed" && this.#run < this.#settings.failures) return;
    if (this.#state !== "open" && !this.#stopped) this.#open(cause);
  }

  /** Opens no more, and leaves no timer behind. */
  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  #open(cause: Error): void {
    const { pauseMs, maxPauseMs } = this.#settings;
    const ceiling = Math.min(maxPauseMs, pauseMs * 2 ** Math.min(this.#openings, 20));
    const ms = Math.ceil(ceiling * (1 - Math.random() / 2)); // so that the replicas of a service do not probe as one
    this.#openings += 1;
    this.#state = "open";
    this.#timer = setTimeout(() => {
      this.#state = "probing";
      this.#hooks.probing();
    }, ms);
    this.#hooks.opened(ms, this.#run, cause);
  }
}
