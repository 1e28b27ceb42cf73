import { visibleLine } from "../code/visible.js";
import type { Range } from "../findings/finding.js";

/** Lines shown before the marked one. */
const before = 2;

/** Longer lines are cut around the mark, so that a minified file does not flood the terminal. */
const widest = 120;

/** The lines around a location, with the location marked, as compilers show it. */
export function codeFrame(text: string, { line, column, endLine, endColumn }: Range): string {
  const lines = linesOf(text);
  const first = Math.max(1, line - before);
  const width = String(line).length;
  const shown = lines.slice(first - 1, line).map((content, index) => {
    const number = first + index;
    const start = cutFrom(number === line ? column : 1);
    const shown = visibleLine(content.slice(start, start + widest));
    return `${number === line ? ">" : " "} ${String(number).padStart(width)} | ${shown}`;
  });
  const from = column - 1 - cutFrom(column);
  const end = endLine === line ? endColumn : (lines[line - 1]?.length ?? column) + 1;
  const length = Math.max(1, Math.min(end - column, widest - from));
  return [...shown, `  ${" ".repeat(width)} | ${" ".repeat(from)}${"^".repeat(length)}`].join("\n");
}

/** Cache of the last text: one file may have thousands of findings, and they arrive file by file. */
let known: { readonly text: string; readonly lines: readonly string[] } = { text: "", lines: [""] };

function linesOf(text: string): readonly string[] {
  if (known.text !== text) known = { text, lines: text.split(/\r?\n/) };
  return known.lines;
}

function cutFrom(column: number): number {
  return column > widest - 20 ? column - 60 : 0;
}
