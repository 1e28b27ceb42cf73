/** A part of the documentation that is generated: a whole file, or what is between two markers in one. */
export interface Part {
  /** Path from the repository's root. */
  readonly file: string;
  /** The marker's name; without one, the part is the whole file. */
  readonly marker?: string;
  readonly text: string;
}
