/** One tool, or one setting of it, with which the SDK has to work. */
export interface Case {
  readonly name: string;
  /** Throws an error with the tool's output when it does not. */
  readonly run: () => void;
}
