/**
 * True when two items are equal as JSON values; `uniqueItems`. Takes time in proportion to the text of the items, so
 * that a long array in a hostile message cannot stop a consumer, as comparing each with each would.
 */
export function hasDuplicates(items: readonly unknown[]): boolean {
  const seen = new Set<unknown>();
  for (const item of items) {
    const key = typeof item === "object" && item !== null ? `object ${canonicalText(item)}` : item;
    const unambiguous =
      typeof key === "string" && key !== item ? key : typeof item === "string" ? `string ${item}` : item;
    if (seen.has(unambiguous)) return true;
    seen.add(unambiguous);
  }
  return false;
}

/** JSON text with the members of each object in order of their names: equal for equal values only. */
export function canonicalText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalText).join()}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, inner]) => `${JSON.stringify(name)}:${canonicalText(inner)}`).join()}}`;
}
