import type { ChannelModel } from "amqplib";
import { replyCode, toError } from "../errors/amqplib-error.js";
import { ClosedError } from "../errors/rabbit-error.js";
import { backoff, type Deferred, deferred, within } from "../timing/waiting.js";
import { destroySocket } from "./connect-once.js";
import type { Endpoint } from "./endpoint.js";

/** What one open connection reports until it is lost. */
export interface ConnectionListener {
  /** Something is about to end it: its channels are not informed yet and must not write. */
  readonly failed: (cause: Error) => void;
  readonly blocked: (reason: string) => void;
  readonly unblocked: () => void;
  /** The connection is gone. */
  readonly lost: (cause: Error) => void;
}

/** Watches a connection until it is lost, and destroys its socket where amqplib would wait for the peer. */
export function watchConnection(model: ChannelModel, listener: ConnectionListener): void {
  let cause: Error | undefined;
  model.on("error", (error) => {
    cause = toError(error);
    listener.failed(cause);
    // after a protocol error amqplib waits for the peer's close-ok without limit
    setTimeout(() => destroySocket(model), 5_000).unref();
  });
  model.on("blocked", listener.blocked);
  model.on("unblocked", listener.unblocked);
  model.on("close", (error) => {
    listener.lost(toError(cause ?? error ?? "closed by the peer"));
    setTimeout(() => destroySocket(model), 100).unref(); // allows the close-ok to be sent
  });
}

/** Closes a connection within `ms` milliseconds, then destroys its socket. */
export async function closeWithin(model: ChannelModel, ms: number): Promise<void> {
  const gone = new Promise<void>((resolve) => model.once("close", () => resolve()));
  await within(Promise.race([model.close(), gone]), ms); // `close()` alone never settles if the socket dies
  destroySocket(model);
}

/** Why the last connection ended, as its channels may report it. */
export class LastLoss {
  #last: { readonly model: ChannelModel; readonly cause: Error } | undefined;

  /** Called before its channels are lost. */
  note(model: ChannelModel, cause: Error): void {
    this.#last = { model, cause };
  }

  /** Why this connection was lost. */
  of(model: ChannelModel): Error {
    const cause = this.#causeOf(model);
    if (cause === undefined) return new Error("the connection was lost");
    return new Error(`the connection was lost: ${cause.message}`, { cause });
  }

  /** The broker's error (5xx) with which it closed this connection, if it did. */
  refusalOf(model: ChannelModel): Error | undefined {
    const cause = this.#causeOf(model);
    return cause !== undefined && isConnectionError(cause) ? cause : undefined;
  }

  #causeOf(model: ChannelModel): Error | undefined {
    return this.#last?.model === model ? this.#last.cause : undefined;
  }
}

/** Whether the broker closed the connection because of what it was sent (AMQP 0-9-1, reply codes 5xx). */
export function isConnectionError(cause: Error): boolean {
  return (replyCode(cause) ?? 0) >= 500;
}

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

/** Callers waiting for an open connection: the first one, or the next one after a loss. */
export class ReadyConnection {
  readonly #first: Deferred<void> = deferred();
  readonly #waiting = new Set<Deferred<ChannelModel>>();
  #hadOne = false;

  constructor() {
    this.#first.promise.catch(() => {}); // the code that opened it awaits it; no other code has to
  }

  /** Settles with the first connection. */
  get first(): Promise<void> {
    return this.#first.promise;
  }

  /** Whether a connection has been open. */
  get hadOne(): boolean {
    return this.#hadOne;
  }

  /** The next connection. Rejects with `ClosedError` when `signal` fires. */
  next(signal: AbortSignal): Promise<ChannelModel> {
    const waiter = deferred<ChannelModel>();
    const onAbort = (): void => waiter.reject(new ClosedError("closed while waiting for a connection"));
    signal.addEventListener("abort", onAbort);
    this.#waiting.add(waiter);
    return waiter.promise.finally(() => {
      signal.removeEventListener("abort", onAbort);
      this.#waiting.delete(waiter);
    });
  }

  /** The first connection is open, before its waiters are notified. */
  started(): void {
    this.#hadOne = true;
    this.#first.resolve();
  }

  resolve(model: ChannelModel): void {
    for (const waiter of this.#waiting) waiter.resolve(model);
    this.#waiting.clear();
  }

  /** There will be no more connections. */
  reject(error: Error): void {
    this.#first.reject(error);
    for (const waiter of this.#waiting) waiter.reject(error);
    this.#waiting.clear();
  }
}
