import { visible } from "../code/visible.js";
import type { Break } from "../findings/finding.js";
import type { Paint } from "./finding-lines.js";
import { markedWitness } from "./witness.js";
import { sides, whoBreaks } from "./words.js";

/** One breaking direction, for a terminal: who breaks, why, and the message that proves it. */
export function breakLines(broken: Break, paint: Paint): string[] {
  const { direction, verdict, witness, reason } = broken;
  if (verdict === "unknown") {
    const why = reason === undefined ? "the reason is unknown" : visible(reason);
    return [
      `  ${paint.yellow(whoBreaks(broken))} (${direction}): could not be decided automatically: ${why}`,
    ];
  }
  const head = `  ${paint.red(whoBreaks(broken))} (${direction})`;
  if (witness === undefined) return [reason === undefined ? head : `${head}: ${visible(reason)}`];
  return [`${head}. ${sides[direction].why}`, ...markedWitness(broken)];
}
