import { visible, visibleJson } from "../code/visible.js";
import { parseSource } from "../contract/parse-source.js";
import { findingAt } from "../contract/source-file.js";
import type { Break } from "../findings/finding.js";
import type { Json } from "../json/json.js";
import { shorten } from "./shorten.js";

/** One line of a message as JSON, with what is wrong there. */
export interface WitnessLine {
  readonly text: string;
  readonly notes: readonly string[];
}

/** A message over several lines, with the reasons where it is rejected. */
function witnessLines(witness: Json, failures: Break["failures"] = []): WitnessLine[] {
  const text = visibleJson(witness);
  const { source } = parseSource("message", text);
  const lines = text.split("\n");
  const notes = new Map<number, string[]>();
  for (const { pointer, message } of failures) {
    const range = source && findingAt(source, pointer, nothing).range;
    const line = pointer === "" ? lines.length : (range?.endLine ?? lines.length);
    notes.set(line, [...(notes.get(line) ?? []), visible(message)]);
  }
  return lines.map((line, index) => ({ text: line, notes: notes.get(index + 1) ?? [] }));
}

const nothing = { rule: "", severity: "info", message: "" } as const;

/** A message with more lines is shown only at its start and around the rejected parts. */
const mostLines = 60;

/** Longer lines are cut for readability and because comments have a size limit. */
const longestLine = 300;

/** The relevant lines of a message, each of limited length; `undefined` stands for omitted lines. */
export function witnessExcerpt({
  witness,
  failures,
}: Pick<Break, "witness" | "failures">): (WitnessLine | undefined)[] {
  if (witness === undefined) return [];
  const lines = witnessLines(witness, failures).map(({ text, notes }) => ({
    text: shorten(text, longestLine),
    notes: notes.map((note) => shorten(note, longestLine)),
  }));
  if (lines.length <= mostLines) return lines;
  const marked = lines.flatMap(({ notes }, index) => (notes.length === 0 ? [] : [index])).slice(0, 8);
  const isShown = (index: number) =>
    index < 10 || index === lines.length - 1 || marked.some((mark) => Math.abs(mark - index) <= 2);
  return lines.flatMap((line, index) => {
    if (isShown(index)) return [line];
    return isShown(index - 1) ? [undefined] : [];
  });
}

/** The message for a terminal: `>` before each rejected line, followed by the reason. */
export function markedWitness(broken: Pick<Break, "witness" | "failures">): string[] {
  return witnessExcerpt(broken).map((line) => {
    if (line === undefined) return "        …";
    const { text, notes } = line;
    return notes.length === 0 ? `      ${text}` : `    > ${text}    <-- ${notes.join("; ")}`;
  });
}
