/** What an operator does while messages flow. */
export type Deed = "restart the broker" | "roll the consumers" | "kill a consumer";

/** A deed and its time: when such a share of the events has ended, 0 to 1, and the step before is done. */
export interface Step {
  readonly at: number;
  readonly deed: Deed;
}

/** All that a service lives through. */
export const hardLife: readonly Step[] = [
  { at: 0.15, deed: "roll the consumers" },
  { at: 0.4, deed: "restart the broker" },
  { at: 0.6, deed: "kill a consumer" },
  { at: 0.75, deed: "roll the consumers" },
];

/** A deployment and another one, and nothing else. */
export const deployments: readonly Step[] = [
  { at: 0.1, deed: "roll the consumers" },
  { at: 0.5, deed: "roll the consumers" },
];
