import type { ChannelModel } from "amqplib";
import { ClosedError } from "../errors/rabbit-error.js";
import { type Deferred, deferred } from "../timing/waiting.js";

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
