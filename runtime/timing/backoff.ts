const FIRST_MS = 100;
const CAP_MS = 30_000;

/**
 * How long to wait after the given number of failures in a row (1, 2, …): full jitter, so any time
 * from 0 up to 100 ms doubled per failure, at most 30 s. Spreads the clients of a restarted broker.
 */
export function backoff(failures: number, random: () => number = Math.random): number {
  const ceiling = Math.min(CAP_MS, FIRST_MS * 2 ** Math.min(failures - 1, 20));
  return Math.floor(random() * ceiling);
}
