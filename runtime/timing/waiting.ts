import { setMaxListeners } from "node:events";

/**
 * Resolves `true` after `ms` milliseconds, or `false` as soon as one of the signals fires. Leaves no timer and no
 * listener behind.
 */
export function wait(ms: number, ...signals: readonly AbortSignal[]): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = (elapsed: boolean): void => {
      clearTimeout(timer);
      for (const signal of signals) signal.removeEventListener("abort", onAbort);
      resolve(elapsed);
    };
    const onAbort = (): void => settle(false);
    const timer = setTimeout(() => settle(true), ms);
    for (const signal of signals) signal.addEventListener("abort", onAbort);
    if (signals.some((signal) => signal.aborted)) settle(false);
  });
}

/** Node fires longer timers immediately, including `Infinity`. */
export const LONGEST_TIMER_MS: number = 2 ** 31 - 1;

/**
 * Waits for `work`, but no longer than `ms` milliseconds. `true` if it settled in time, successfully or not: for
 * closing steps, where a failure and a timeout are both handled by continuing.
 */
export function within(work: Promise<unknown>, ms: number): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), Math.min(LONGEST_TIMER_MS, Math.max(0, ms)));
    const settle = (): void => {
      clearTimeout(timer);
      resolve(true);
    };
    work.then(settle, settle);
  });
}

/**
 * Resolves with the result of `work`, unless one of the signals fires first: then it rejects, and the result of `work`
 * is ignored.
 */
export function unlessAborted<Value>(work: Promise<Value>, signals: readonly AbortSignal[]): Promise<Value> {
  return new Promise((resolve, reject) => {
    const end = (act: () => void): void => {
      for (const signal of signals) signal.removeEventListener("abort", onAbort);
      act();
    };
    const onAbort = (): void => end(() => reject(new Error("aborted")));
    for (const signal of signals) signal.addEventListener("abort", onAbort);
    if (signals.some(({ aborted }) => aborted)) onAbort();
    work.then(
      (value) => end(() => resolve(value)),
      (error: unknown) => end(() => reject(error)),
    );
  });
}

/** A signal that leaves nothing behind once `end` is called. */
export interface BoundedSignal {
  readonly signal: AbortSignal;
  end(): void;
}

/**
 * Fires with `signal`, or after `ms` milliseconds. `AbortSignal.any` with `AbortSignal.timeout` may never fire: nothing
 * references the timeout, and Node garbage-collects it (nodejs/node#57736).
 */
export function boundedSignal(signal: AbortSignal, ms: number): BoundedSignal {
  const controller = new AbortController();
  const fire = (): void => controller.abort();
  const timer = setTimeout(fire, Math.min(LONGEST_TIMER_MS, Math.max(0, Math.ceil(ms))));
  signal.addEventListener("abort", fire);
  if (signal.aborted) fire();
  const end = (): void => {
    clearTimeout(timer);
    signal.removeEventListener("abort", fire);
  };
  return { signal: controller.signal, end };
}

/** The end of something that up to `prefetch` callers listen for: otherwise Node warns from the eleventh on. */
export function lifeSignal(): AbortController {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  return controller;
}

/** A promise with its resolve and reject functions; Node 20 has no `Promise.withResolvers`. */
export interface Deferred<Value> {
  readonly promise: Promise<Value>;
  readonly resolve: (value: Value) => void;
  readonly reject: (error: unknown) => void;
}

/** A new pending promise. */
export function deferred<Value = void>(): Deferred<Value> {
  let resolve!: (value: Value) => void;
  let reject!: (error: unknown) => void;
  const promise = new Promise<Value>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}

const FIRST_MS = 100;
const CAP_MS = 30_000;

/**
 * How long to wait after the given number of consecutive failures (1, 2, …): full jitter, so a random time between 0
 * and 100 ms doubled per failure, at most 30 s. Spreads the reconnects after a broker restart.
 */
export function backoff(failures: number, random: () => number = Math.random): number {
  const ceiling = Math.min(CAP_MS, FIRST_MS * 2 ** Math.min(failures - 1, 20));
  return Math.floor(random() * ceiling);
}

/** Too little time for another attempt. */
const LEAST_LEFT_MS = 20;

/**
 * Milliseconds to pause before the next attempt to start something, with `leftMs` of `startTimeout` left: at most half
 * of it, so that attempts go on until the end, whatever the backoff draws. `undefined` means that the time is used up.
 */
export function startPause(delayMs: number, leftMs: number): number | undefined {
  return leftMs < LEAST_LEFT_MS ? undefined : Math.min(delayMs, leftMs / 2);
}

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
