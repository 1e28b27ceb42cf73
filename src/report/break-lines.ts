import type { Break } from "../findings/finding.js";
import type { Paint } from "./finding-lines.js";
import { visible } from "./visible.js";
import { markedWitness } from "./witness.js";
import { sides, whoBreaks } from "./words.js";

/** One side that breaks, for a terminal: who, why, and the message that proves it. */
export function breakLines(broken: Break, paint: Paint): string[] {
  const { direction, verdict, witness, reason } = broken;
  if (verdict === "unknown") {
    const why = reason === undefined ? "it is not known" : visible(reason);
    return [`  ${paint.yellow(whoBreaks(broken))} (${direction}): needs a human, since ${why}`];
  }
  const head = `  ${paint.red(whoBreaks(broken))} (${direction})`;
  if (witness === undefined) return [reason === undefined ? head : `${head}: ${visible(reason)}`];
  return [`${head}. ${sides[direction].why}`, ...markedWitness(broken)];
}
