/** Why a broker closed a channel or a connection, in its own words. */
export interface Closing {
  readonly code: number;
  readonly text: string;
  /** The method to blame, or `0.0`. */
  readonly method: string;
}
