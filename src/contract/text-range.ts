import type { Range } from "../findings/finding.js";

/** Gives the range between two offsets of a text; made once per text, since one file may have thousands of findings. */
export function rangesOf(text: string): (start: number, end: number) => Range {
  const starts = lineStartsOf(text);
  return (start, end) => {
    const from = positionAt(starts, start);
    const to = positionAt(starts, end);
    return { line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
  };
}

/** The offset at which each line begins. */
function lineStartsOf(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

/** Halves the lines until one is left that begins at the offset or before it. */
function positionAt(starts: readonly number[], offset: number): { line: number; column: number } {
  let first = 0;
  let last = starts.length - 1;
  while (first < last) {
    const middle = Math.ceil((first + last) / 2);
    if ((starts[middle] ?? 0) <= offset) first = middle;
    else last = middle - 1;
  }
  return { line: first + 1, column: offset - (starts[first] ?? 0) + 1 };
}
