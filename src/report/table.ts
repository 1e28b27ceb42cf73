import { visible } from "../code/visible.js";

/** A cell: numbers are right-aligned, everything else left-aligned; `null` is an empty cell. */
export type Cell = string | number | null;

/** Rows below a header, in columns as wide as their widest cell. `paint` styles the header. */
export function table(
  head: readonly string[],
  rows: readonly (readonly Cell[])[],
  paint: (text: string) => string = (text) => text,
): string {
  const texts = rows.map((row) => row.map((cell) => (cell === null ? "" : visible(String(cell)))));
  const widths = head.map((title, column) =>
    Math.max(title.length, ...texts.map((row) => row[column]?.length ?? 0)),
  );
  const isNumber = head.map((_, column) =>
    rows.every((row) => typeof row[column] === "number" || row[column] === null),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return isNumber[column] ? cell.padStart(width) : cell.padEnd(width);
      })
      .join("  ")
      .trimEnd();
  return [paint(line(head)), ...texts.map(line)].map((each) => `${each}\n`).join("");
}
