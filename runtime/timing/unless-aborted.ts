/** What `work` gives, unless one of the signals fires first: then it rejects, and the work's end is nobody's affair. */
export function unlessAborted<Value>(work: Promise<Value>, signals: readonly AbortSignal[]): Promise<Value> {
  return new Promise((resolve, reject) => {
    const end = (act: () => void): void => {
      for (const signal of signals) signal.removeEventListener("abort", onAbort);
      act();
    };
    const onAbort = (): void => end(() => reject(new Error("given up")));
    for (const signal of signals) signal.addEventListener("abort", onAbort);
    if (signals.some(({ aborted }) => aborted)) onAbort();
    work.then(
      (value) => end(() => resolve(value)),
      (error: unknown) => end(() => reject(error)),
    );
  });
}
