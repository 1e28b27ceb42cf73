/** How a handler call ended; `abandoned` means that its outcome no longer counts. */
export type HandlerOutcome =
  | { readonly kind: "returned" }
  | { readonly kind: "threw"; readonly error: unknown }
  | { readonly kind: "abandoned" };

/**
 * Calls a handler under its time limit of `timeout` milliseconds. Ends with the handler, with its time, or with one of
 * the `ends`; a handler that goes on after that is told by its signal and no longer listened to.
 */
export function runHandler(
  call: (signal: AbortSignal) => Promise<void> | void,
  timeout: number,
  ...ends: readonly AbortSignal[]
): Promise<HandlerOutcome> {
  return new Promise((resolve) => {
    const abort = new AbortController();
    const settle = (outcome: HandlerOutcome, reason?: unknown): void => {
      clearTimeout(timer);
      for (const end of ends) end.removeEventListener("abort", onEnd);
      resolve(outcome);
      if (reason !== undefined) abort.abort(reason);
    };
    const onEnd = (): void => settle({ kind: "abandoned" }, ends.find((end) => end.aborted)?.reason);
    const timer = setTimeout(() => {
      const error = new Error(`the handler took longer than ${timeout} ms`);
      settle({ kind: "threw", error }, error);
    }, timeout);
    for (const end of ends) end.addEventListener("abort", onEnd);
    if (ends.some((end) => end.aborted)) return onEnd();
    // an async wrapper, so that a synchronous throw is a rejection too
    const work = async (): Promise<void> => call(abort.signal);
    work().then(
      () => settle({ kind: "returned" }),
      (error: unknown) => settle({ kind: "threw", error }),
    );
  });
}
