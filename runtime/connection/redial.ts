import { backoff } from "../timing/waiting.js";
import type { Endpoint } from "./endpoint.js";

/** Which node is dialled next, and after how long: nodes in turn, and a backoff by what went wrong in a row. */
export class Redial {
  readonly #endpoints: readonly [Endpoint, ...Endpoint[]];
  readonly #run = new ConnectionRun();
  #endpoint: Endpoint;
  #attempt = 0;

  constructor(endpoints: readonly [Endpoint, ...Endpoint[]]) {
    this.#endpoints = endpoints;
    [this.#endpoint] = endpoints;
  }

  /** The node that is dialled, or was last. */
  get endpoint(): Endpoint {
    return this.#endpoint;
  }

  /** How many attempts there were, from 1. */
  get attempt(): number {
    return this.#attempt;
  }

  /** One more attempt: its node. */
  next(): Endpoint {
    this.#endpoint = this.#endpoints[this.#attempt % this.#endpoints.length] ?? this.#endpoints[0];
    this.#attempt += 1;
    return this.#endpoint;
  }

  /** Milliseconds until the next attempt after one that failed. */
  afterFailure(): number {
    const failures = this.#run.failed();
    // with several nodes, one round without a pause: the next one may be well
    return failures % this.#endpoints.length === 0 ? backoff(failures) : 0;
  }

  /** Milliseconds of the backoff after a connection was lost; `undefined`: it is dialled again at once. */
  afterLoss(life: ConnectionLife): number | undefined {
    const counted = this.#run.lost(life);
    return counted === 0 ? undefined : backoff(counted);
  }
}

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
