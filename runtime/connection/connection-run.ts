/** A connection that is lost sooner counts as a failed attempt. */
const SHORT_LIFE_MS = 1_000;
/** Short lives in a row after which it is dialled again at once, if a channel got ready: most are a restart. */
const FREE_LOSSES = 2;
/** Steps of the backoff after such lives, up to 0.4 s: each was of some use, and the network may be well again. */
const PROVED_STEPS = 3;

/** How one connection ended. */
export interface ConnectionLife {
  readonly lifetimeMs: number;
  /** Whether a channel of it was made ready. */
  readonly isProved: boolean;
  /** Whether the broker closed it with an error (5xx). */
  readonly isRefused: boolean;
}

/** Counts what went wrong in a row, for the backoff before the next attempt. */
export class ConnectionRun {
  /** Attempts of which no use was made. */
  #failures = 0;
  #shortLives = 0;

  /** An attempt failed; how many in a row did. */
  failed(): number {
    this.#failures += 1;
    return this.#failures;
  }

  /** A connection was lost; the failures to back off for, 0 to dial again at once. */
  lost({ lifetimeMs, isProved, isRefused }: ConnectionLife): number {
    const isShort = lifetimeMs <= SHORT_LIFE_MS;
    this.#failures = isProved || !isShort ? 0 : this.#failures + 1;
    this.#shortLives = isShort ? this.#shortLives + 1 : 0;
    if (isRefused) return Math.max(1, this.#shortLives, this.#failures);
    const proved = Math.min(PROVED_STEPS, this.#shortLives - FREE_LOSSES);
    return Math.max(0, proved, this.#failures - 1); // once without a pause: another node may be well
  }
}
