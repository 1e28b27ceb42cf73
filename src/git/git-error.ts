/** What git lacks. */
export interface GitNeeds {
  /** Arguments of the `git` that fetches it, as `["fetch", "origin", …]`: data, for programs that run it without a shell. */
  readonly fetch: readonly string[];
}

/** Git could not give what was asked for: one line that says what to do. The command line ends with 2 then. */
export class GitError extends Error {
  override readonly name = "GitError";
  readonly needs: GitNeeds | undefined;
  constructor(message: string, needs?: GitNeeds) {
    super(message);
    this.needs = needs;
  }
}
