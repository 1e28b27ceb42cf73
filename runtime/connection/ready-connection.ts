import type { ChannelModel } from "amqplib";
import { ClosedError } from "../errors/rabbit-error.js";
import { type Deferred, deferred } from "../timing/waiting.js";

/** Those who wait for an open connection: for the first one, and for the next after a loss. */
export class ReadyConnection {
  readonly #first: Deferred<void> = deferred();
  readonly #waiting = new Set<Deferred<ChannelModel>>();
  #hadOne = false;

  constructor() {
    this.#first.promise.catch(() => {}); // whoever opened it awaits it; nobody else has to
  }

  /** Settles with the first connection. */
  get first(): Promise<void> {
    return this.#first.promise;
  }

  /** Whether there was a connection. */
  get hadOne(): boolean {
    return this.#hadOne;
  }

  /** The next one. Rejects with `ClosedError` when `signal` fires. */
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

  /** The first connection stands, before anybody is told of it. */
  started(): void {
    this.#hadOne = true;
    this.#first.resolve();
  }

  resolve(model: ChannelModel): void {
    for (const waiter of this.#waiting) waiter.resolve(model);
    this.#waiting.clear();
  }

  /** There will be none any more. */
  reject(error: Error): void {
    this.#first.reject(error);
    for (const waiter of this.#waiting) waiter.reject(error);
    this.#waiting.clear();
  }
}
