/** A format of a team's own. */
export interface CustomFormat {
  /** What its strings match; absent for a format that is known and checks nothing. */
  readonly pattern?: string;
}

/** What a team's schemas have beyond the standard, as `contract.json` says it. */
export interface Vocabulary {
  /** Keywords that describe and check nothing. */
  readonly annotations: ReadonlySet<string>;
  readonly formats: ReadonlyMap<string, CustomFormat>;
}
