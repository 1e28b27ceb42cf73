/** How many of the faults in docs/explanation/comparison.md each client passes, as a table of one row. */
export function faultsPassed(page: string): string {
  const lines = page.split("\n");
  const head = lines.findIndex((line) => line.startsWith("| fault, and"));
  const end = lines.findIndex((line, index) => index > head && !line.startsWith("|"));
  const cells = (line: string): readonly string[] => line.split(" | ").slice(1);
  const rows = lines.slice(head + 2, end).map(cells);
  const clients = cells(lines[head] ?? "").map((name) => name.replace(/ \|$/, ""));
  const passed = clients.map((_, column) => rows.filter((row) => row[column]?.startsWith("✓")).length);
  return [
    `| ${clients.join(" | ")} |`,
    `| ${clients.map(() => "---").join(" | ")} |`,
    `| ${passed.map((count) => `${count} of ${rows.length}`).join(" | ")} |`,
  ].join("\n");
}
