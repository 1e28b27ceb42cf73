/** Node fires longer timers at once, `Infinity` too. */
export const LONGEST_TIMER_MS: number = 2 ** 31 - 1;

/**
 * Waits for `work`, but no longer than `ms` milliseconds. `true` when it settled in time, well or badly:
 * for closing steps, where a failure and the end of the patience are both answered by going on.
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
