import { setTimeout as sleep } from "node:timers/promises";

/** An external service: down for a moment, and sometimes slow. */
export class PaymentGateway {
  readonly #downOnceFor: Set<string>;
  readonly #slowFor: string;
  readonly #slowMs: number;
  #begin: () => void = () => {};
  /** Resolves when the slow capture has begun. */
  readonly slowCapture: Promise<void> = new Promise((resolve) => {
    this.#begin = resolve;
  });

  constructor(options: { readonly downOnceFor: string; readonly slowFor: string; readonly slowMs: number }) {
    this.#downOnceFor = new Set([options.downOnceFor]);
    this.#slowFor = options.slowFor;
    this.#slowMs = options.slowMs;
  }

  isUp(orderId: string): boolean {
    return !this.#downOnceFor.delete(orderId);
  }

  async capture(orderId: string, signal: AbortSignal): Promise<void> {
    if (orderId !== this.#slowFor) return;
    this.#begin();
    await sleep(this.#slowMs, undefined, { signal });
  }
}
