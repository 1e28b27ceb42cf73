const S = 1_000;
const MIN = 60 * S;
const H = 60 * MIN;

/** The steps, in milliseconds, that a delay of a handler's own choice is rounded up to: one queue per step, 17 at most. */
const LADDER: readonly number[] = [
  ...[1, 2, 5, 10, 20, 30].map((n) => n * S),
  ...[1, 2, 5, 10, 20, 30].map((n) => n * MIN),
  ...[1, 2, 5, 12, 24].map((n) => n * H),
];

/** The delay in milliseconds that has a retry queue: `wanted` if it is configured, else the next step of the ladder. */
export function retryStep(wanted: number, configured: readonly number[]): number {
  if (configured.includes(wanted)) return wanted;
  return LADDER.find((step) => step >= wanted) ?? 24 * H;
}
