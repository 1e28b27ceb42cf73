import type { Deadlines, Expiring } from "../timing/waiting.js";

/** How a handler call ended; `abandoned` means that its outcome no longer counts. */
export type HandlerOutcome =
  | { readonly kind: "returned" }
  | { readonly kind: "threw"; readonly error: unknown }
  | { readonly kind: "abandoned" };

const RETURNED: HandlerOutcome = { kind: "returned" };

/**
 * One handler call: running → returned, threw (or timed out) or abandoned. A handler that continues after that sees its
 * signal fire, and its result is ignored.
 */
export class HandlerCall implements Expiring {
  deadline: number = Number.POSITIVE_INFINITY;
  readonly #timeout: number;
  #signal: AbortController | undefined;
  #ended: { readonly reason: unknown } | undefined;
  #resolve: ((outcome: HandlerOutcome) => void) | undefined;

  /** `timeout` in milliseconds, from `run` on. */
  constructor(timeout: number) {
    this.#timeout = timeout;
  }

  /** Created on first access: most handlers never use it. */
  get signal(): AbortSignal {
    if (this.#signal === undefined) {
      this.#signal = new AbortController();
      if (this.#ended !== undefined) this.#signal.abort(this.#ended.reason);
    }
    return this.#signal.signal;
  }

  /**
   * Calls the handler, with the deadline if it does not return synchronously. A synchronous throw is also an outcome.
   */
  run(
    handler: () => Promise<void> | void,
    running: Set<HandlerCall>,
    deadlines: Deadlines<HandlerCall>,
  ): HandlerOutcome | Promise<HandlerOutcome> {
    let work: Promise<void> | void;
    try {
      work = handler();
    } catch (error) {
      return { kind: "threw", error };
    }
    if (!isThenable(work)) return RETURNED;
    const pending: Promise<void> = work;
    return new Promise((resolve) => {
      const settle = (outcome: HandlerOutcome): void => {
        running.delete(this);
        deadlines.delete(this);
        this.#resolve = undefined;
        resolve(outcome);
      };
      this.#resolve = settle;
      this.deadline = performance.now() + this.#timeout;
      running.add(this);
      deadlines.add(this);
      pending.then(
        () => this.#resolve?.(RETURNED),
        (error: unknown) => this.#resolve?.({ kind: "threw", error }),
      );
    });
  }

  /** The call timed out. */
  expire(): void {
    const error = new Error(`the handler took longer than ${this.#timeout} ms`);
    this.#end({ kind: "threw", error }, error);
  }

  /** Its channel is lost, or its consumer closes without it. */
  abandon(reason: unknown): void {
    this.#end({ kind: "abandoned" }, reason);
  }

  #end(outcome: HandlerOutcome, reason: unknown): void {
    const settle = this.#resolve;
    if (settle === undefined) return;
    settle(outcome);
    this.#ended = { reason };
    this.#signal?.abort(reason);
  }
}

function isThenable(value: unknown): value is Promise<void> {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}
