/** What rabbitgen writes into a folder of a user's, and by what its files are known. */
export interface OutputKind {
  /** The file in which the output remembers what it was made from and which files are its own. */
  readonly manifestName: string;
  /** Whether a file that starts so is ours. */
  readonly isMarked: (start: string) => boolean;
}
