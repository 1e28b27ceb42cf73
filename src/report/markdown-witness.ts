import type { Break } from "../findings/finding.js";
import { fencedBlock } from "./markdown-text.js";
import { type WitnessLine, witnessExcerpt } from "./witness.js";

/** The message that proves a break, as JSON with a comment where it is rejected. */
export function markdownWitness(broken: Break): string[] {
  if (broken.witness === undefined) return [];
  return [fencedBlock("jsonc", witnessExcerpt(broken).map(printLine))];
}

function printLine(line: WitnessLine | undefined): string {
  if (line === undefined) return "  // …";
  const { text, notes } = line;
  return notes.length === 0 ? text : `${text} // <-- ${notes.join("; ")}`;
}
