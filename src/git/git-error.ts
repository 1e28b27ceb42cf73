/** Git could not give what was asked for: one line that says what to do. The command line ends with 2 then. */
export class GitError extends Error {
  override readonly name = "GitError";
}
