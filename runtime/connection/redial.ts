import { backoff } from "../timing/waiting.js";
import type { Endpoint } from "./endpoint.js";

/**
 * Which node is dialled next, and after what delay: the nodes in turn, with a backoff based on consecutive failures.
 */
export class Redial {
  readonly #endpoints: readonly [Endpoint, ...Endpoint[]];
  readonly #run = new ConnectionRun();
  #endpoint: Endpoint;
  #attempt = 0;

  constructor(endpoints: readonly [Endpoint, ...Endpoint[]]) {
    this.#endpoints = endpoints;
    [this.#endpoint] = endpoints;
  }

  /** The node that is being dialled, or was last. */
  get endpoint(): Endpoint {
    return this.#endpoint;
  }

  /** The number of attempts, from 1. */
  get attempt(): number {
    return this.#attempt;
  }

  /** Starts one more attempt and returns its node. */
  next(): Endpoint {
    this.#endpoint = this.#endpoints[this.#attempt % this.#endpoints.length] ?? this.#endpoints[0];
    this.#attempt += 1;
    return this.#endpoint;
  }

  /** Milliseconds until the next attempt after a failed one. */
  afterFailure(): number {
    const failures = this.#run.failed();
    // with several nodes, the first round has no pause: the next node may be up
    return failures % this.#endpoints.length === 0 ? backoff(failures) : 0;
  }

  /** Milliseconds of backoff after a lost connection; `undefined` means to dial again immediately. */
  afterLoss(life: ConnectionLife): number | undefined {
    const counted = this.#run.lost(life);
    return counted === 0 ? undefined : backoff(counted);
  }
}

/** A connection that is lost sooner than this counts as a failed attempt. */
const SHORT_LIFE_MS = 1_000;
/**
 * After at most this many short connections in a row it dials again immediately, if a channel became ready: most are
 * restarts.
 */
const FREE_LOSSES = 2;
/** Backoff steps after such connections, up to 0.4 s: each was of some use, and the network may have recovered. */
const PROVED_STEPS = 3;

/** How one connection ended. */
export interface ConnectionLife {
  readonly lifetimeMs: number;
  /** Whether one of its channels became ready. */
  readonly isProved: boolean;
  /** Whether the broker closed it with an error (5xx). */
  readonly isRefused: boolean;
}

/** Counts consecutive failures, for the backoff before the next attempt. */
export class ConnectionRun {
  /** Attempts whose connection was of no use. */
  #failures = 0;
  #shortLives = 0;

  /** An attempt failed; returns how many failed in a row. */
  failed(): number {
    this.#failures += 1;
    return this.#failures;
  }

  /** A connection was lost; returns the failures to back off for, 0 to dial again immediately. */
  lost({ lifetimeMs, isProved, isRefused }: ConnectionLife): number {
    const isShort = lifetimeMs <= SHORT_LIFE_MS;
    this.#failures = isProved || !isShort ? 0 : this.#failures + 1;
    this.#shortLives = isShort ? this.#shortLives + 1 : 0;
    if (isRefused) return Math.max(1, this.#shortLives, this.#failures);
    const proved = Math.min(PROVED_STEPS, this.#shortLives - FREE_LOSSES);
    return Math.max(0, proved, this.#failures - 1); // once without a pause: another node may be up
  }
}
