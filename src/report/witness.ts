import type { Json } from "../contract/json.js";
import { parseSource } from "../contract/parse-source.js";
import { findingAt } from "../contract/source-file.js";
import type { Break } from "../finding.js";
import { visible, visibleJson } from "./visible.js";

/** One line of a message in JSON, with what is wrong there. */
export interface WitnessLine {
  readonly text: string;
  readonly notes: readonly string[];
}

/** A message over several lines, with the reasons at the places where it is rejected. */
export function witnessLines(witness: Json, failures: Break["failures"] = []): WitnessLine[] {
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

/** The message for a terminal: `>` before each line that is rejected, and why behind it. */
export function markedWitness({ witness, failures }: Pick<Break, "witness" | "failures">): string[] {
  if (witness === undefined) return [];
  return witnessLines(witness, failures).map(({ text, notes }) =>
    notes.length === 0 ? `      ${text}` : `    > ${text}    <-- ${notes.join("; ")}`,
  );
}
