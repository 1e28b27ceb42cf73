import { escapeUnits, replaceUnsafe } from "./unsafe-characters.js";

/** The colors and weights that our own output has; they only paint what follows. */
const paint = /(\p{Cc}\[[0-9;]*m)/u;
/** Where a runner looks for a command at the start of a line, behind white space. */
const commandStart = /^((?:\p{Cc}\[[0-9;]*m|[^\S\n])*):(?=:)/gmu;

/**
 * Untrusted text, safe for a terminal or the log of a CI system: nothing in it acts on the terminal, and no line is a
 * command of GitHub Actions (`::`, `##[`), Azure Pipelines (`##vso[`) or TeamCity. What could be is written as `\u`
 * escapes, so that JSON stays the same JSON. Line ends and tabs stay.
 */
export function printable(text: string, { color }: { readonly color: boolean }): string {
  // every second part is paint
  const parts = color ? text.split(paint) : [text];
  return parts
    .map((part, index) => (index % 2 === 1 ? part : replaceUnsafe(part, escapeUnlessLayout)))
    .join("")
    .replace(/#(?=#(?:vso|teamcity)?\[)/g, escapeUnits)
    .replace(commandStart, (_, before: string) => `${before}${escapeUnits(":")}`);
}

function escapeUnlessLayout(character: string): string {
  return character === "\n" || character === "\t" ? character : escapeUnits(character);
}
