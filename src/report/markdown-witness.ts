import type { Break } from "../finding.js";
import { codeBlock } from "./markdown-text.js";
import { shorten } from "./shorten.js";
import { type WitnessLine, witnessLines } from "./witness.js";

/** A message of more lines is shown at its beginning and around what is wrong. */
const mostLines = 60;

/** Longer lines are cut: a comment has a limit, and a reader has one. */
const longestLine = 300;

/** The message that proves a break, as JSON with a comment where it is rejected. */
export function markdownWitness({ witness, failures }: Break): string[] {
  if (witness === undefined) return [];
  const lines = witnessLines(witness, failures);
  const shown = lines.length > mostLines ? excerpt(lines) : lines.map(printLine);
  return [codeBlock("jsonc", shown)];
}

function printLine({ text, notes }: WitnessLine): string {
  return `${shorten(text, longestLine)}${notes.length === 0 ? "" : ` // <-- ${shorten(notes.join("; "), longestLine)}`}`;
}

function excerpt(lines: readonly WitnessLine[]): string[] {
  const marked = lines.flatMap(({ notes }, index) => (notes.length === 0 ? [] : [index])).slice(0, 8);
  const isShown = (index: number) =>
    index < 10 || index === lines.length - 1 || marked.some((mark) => Math.abs(mark - index) <= 2);
  return lines.flatMap((line, index) => {
    if (isShown(index)) return [printLine(line)];
    return isShown(index - 1) ? ["  // …"] : [];
  });
}
