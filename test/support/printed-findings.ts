import { stringify } from "yaml";
import type { Break, Finding, Place } from "../../src/findings/finding.js";

/** What a rule finds in one of its examples. */
export interface ExampleFinding {
  readonly finding: Finding;
  /** The text of the file that the finding is in. */
  readonly text: string | undefined;
}

/** Longer texts are marked by their beginning. */
const longestMark = 60;

/**
 * What a rule finds in its examples, in their order, as YAML that a reviewer reads. It has all of a finding but the
 * message that proves a break, since a later engine may find another one, and what follows from the rest. After a change
 * that is meant, `npx vitest run <the test> --update` writes the files again.
 */
export function printedFindings(found: readonly ExampleFinding[]): string {
  const examples = found.map(({ finding, text = "" }, index) => {
    const { rule: _, fingerprint: __, file: ___, pointer: ____, range, review, ...said } = finding;
    return {
      example: index + 1,
      ...said,
      ...placeOf(finding),
      ...(range === undefined ? {} : { marked: markedText(text, range) }),
      ...(review === undefined ? {} : { review: detailsOf(review) }),
    };
  });
  return stringify(examples, { lineWidth: 0, aliasDuplicateObjects: false });
}

function placeOf({ file, pointer }: Place): Place {
  return { file, ...(pointer === undefined ? {} : { pointer }) };
}

function detailsOf({ old, breaks, uses: _, ...rest }: NonNullable<Finding["review"]>): unknown {
  return { ...rest, ...(old === undefined ? {} : { old: placeOf(old) }), breaks: breaks.map(brokenSide) };
}

/** A reason is the rule's own, unless it is the validator's for a message. */
function brokenSide({ direction, verdict, reason, witness }: Break): unknown {
  return witness === undefined ? { direction, verdict, reason } : { direction, verdict, reason: "a message" };
}

function markedText(
  text: string,
  { line, column, endLine, endColumn }: NonNullable<Finding["range"]>,
): string {
  const lines = text.split("\n").slice(line - 1, endLine);
  const last = lines.length - 1;
  const marked = lines
    .map((each, index) => (index === last ? each.slice(0, endColumn - 1) : each))
    .join("\n");
  return marked.slice(column - 1).slice(0, longestMark);
}
