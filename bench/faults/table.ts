import type { Fault } from "./fault.js";
import type { Cell } from "./run-all.js";

/** A column: its head, and its cells in the order of the rows. */
export interface Column {
  readonly head: string;
  readonly cells: readonly (Cell | undefined)[];
}

/** The scoreboard in Markdown: a row for each fault, a column for each client. */
export function markdownTable(faults: readonly Fault[], columns: readonly Column[]): string {
  const rows = [
    ["fault, and ✓ when", ...columns.map(({ head }) => head)],
    ["---", ...columns.map(() => "---")],
    ...faults.map(({ title, rule }, row) => [
      `**${title}**<br>✓ ${rule}`,
      ...columns.map(({ cells }) => cellText(cells[row])),
    ]),
  ];
  return rows
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`)
    .join("\n");
}

/** Such as `✓ nothing lost`. */
export function cellText(cell: Cell | undefined): string {
  if (cell === undefined) return "";
  if ("unmeasured" in cell) return `? not measured: ${cell.unmeasured}`;
  return `${cell.passed ? "✓" : "✗"} ${cell.text}`;
}
