/**
 * Resolves `true` after `ms` milliseconds, or `false` as soon as one of the signals fires. Leaves no timer
 * and no listener behind.
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
