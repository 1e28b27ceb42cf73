import { commandGroups, summaries } from "./command-groups.js";

/** The README's table of commands: a row for each purpose, each command a link to its reference. */
export function commandsTable(): string {
  summaries();
  const rows = commandGroups.map(({ title, names }) => {
    const links = names.map((name) => `[\`${name}\`](docs/reference/commands.md#rabbitgen-${name})`);
    return `| ${title} | ${links.join(", ")} |`;
  });
  return ["| to | run `rabbitgen` with |", "| --- | --- |", ...rows].join("\n");
}
