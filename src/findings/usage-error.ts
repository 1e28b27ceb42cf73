/** A user's mistake, told in one line that says what to do; the program ends with 2 and without a stack. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
