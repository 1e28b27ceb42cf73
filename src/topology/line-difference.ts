/** Lines that only one of two texts has, in their order. */
export interface LineDifference {
  /** Lines of the first text that the second lacks. */
  readonly removed: readonly string[];
  /** Lines of the second text that the first lacks. */
  readonly added: readonly string[];
}

/**
 * What differs between two texts whose lines are entries of their own, such as definitions: a line that both have counts
 * as the same wherever it is, commas at its end aside.
 */
export function lineDifference(before: string, after: string): LineDifference {
  const [old, current] = [linesOf(before), linesOf(after)];
  return { removed: without(old, current), added: without(current, old) };
}

function linesOf(text: string): readonly string[] {
  return text.split(/\r?\n/).map((line) => line.replace(/,\s*$/, "").trimEnd());
}

/** The lines without as many of each as the others have. */
function without(lines: readonly string[], others: readonly string[]): readonly string[] {
  const left = new Map<string, number>();
  for (const line of others) left.set(line, (left.get(line) ?? 0) + 1);
  return lines.filter((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count <= 0;
  });
}
