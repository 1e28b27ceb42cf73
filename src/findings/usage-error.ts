/** A user's mistake, reported in one line with what to do; the program exits with 2 and prints no stack. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
