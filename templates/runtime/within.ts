/**
 * Waits for `work`, but no longer than `ms` milliseconds. `true` when it settled in time, well or badly:
 * for closing steps, where a failure and the end of the patience are both answered by going on.
 */
export function within(work: Promise<unknown>, ms: number): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), Math.max(0, ms));
    const settle = (): void => {
      clearTimeout(timer);
      resolve(true);
    };
    work.then(settle, settle);
  });
}
