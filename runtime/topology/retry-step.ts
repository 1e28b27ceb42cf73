const S = 1_000;
const MIN = 60 * S;
const H = 60 * MIN;

/** The steps, in milliseconds, that a delay of a handler's own choice is rounded up to: one queue per step, 17 at most. */
const LADDER: readonly number[] = [
  ...[1, 2, 5, 10, 20, 30].map((n) => n * S),
  ...[1, 2, 5, 10, 20, 30].map((n) => n * MIN),
  ...[1, 2, 5, 12, 24].map((n) => n * H),
];

/** What the delays of a consumer's handlers are rounded to. */
export interface RetrySteps {
  /** Milliseconds; not empty. */
  readonly delays: readonly number[];
  /** Whether further queues may be declared. */
  readonly ownSteps: boolean;
}

/** Each delay in milliseconds that may have a retry queue. */
export function possibleSteps({ delays, ownSteps }: RetrySteps): readonly number[] {
  return ownSteps ? [...delays, ...LADDER] : delays;
}

/**
 * The delay in milliseconds that has a retry queue: `wanted` if it is configured, else the next step of the ladder,
 * or of the configured delays where nothing may be declared.
 */
export function retryStep(wanted: number, { delays, ownSteps }: RetrySteps): number {
  if (delays.includes(wanted)) return wanted;
  const steps = ownSteps ? LADDER : [...delays].sort((a, b) => a - b);
  return steps.find((step) => step >= wanted) ?? steps.at(-1) ?? wanted;
}
