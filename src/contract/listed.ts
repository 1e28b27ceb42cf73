/** Names that a message lists at most. */
const most = 30;

/** `a, b, c`, or the first of them and how many there are more. */
export function listedNames(names: readonly string[]): string {
  if (names.length <= most) return names.join(", ");
  return `${names.slice(0, most).join(", ")} and ${names.length - most} more`;
}
