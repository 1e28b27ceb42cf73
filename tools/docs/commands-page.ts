import { commandGroups, summaries } from "./command-groups.js";
import { printedBy } from "./in-process.js";

/** docs/reference/commands.md: every command with all of its options, as `rabbitgen help` prints them. */
export async function commandsPage(): Promise<string> {
  const list = summaries();
  const sections: string[] = [];
  for (const { title, names } of commandGroups) {
    sections.push(`## To ${title}`, table(names, list));
    for (const name of names) sections.push(...(await section(name)));
  }
  return `${[
    "# Commands",
    "For everyone who runs `rabbitgen`. This page lists every command with its arguments, options and examples, as `rabbitgen help <command>` prints them.",
    "Exit codes of all commands: 0 clean, 1 findings, 2 could not do the work. With `--format json`, a command that ends with 2 prints a JSON object with `error` (`message`, `help`) and, where git lacks a commit, `needs` with the command that fetches it. Findings are printed with file, line and column. Colors appear only on terminals, and not with `NO_COLOR`.",
    ...sections,
  ].join("\n\n")}\n`;
}

function table(names: readonly string[], list: ReadonlyMap<string, string>): string {
  const rows = names.map((name) => `| [\`${name}\`](#rabbitgen-${name}) | ${list.get(name)} |`);
  return ["| command | |", "| --- | --- |", ...rows].join("\n");
}

async function section(name: string): Promise<readonly string[]> {
  const below = name === "dead" ? ["list", "show", "replay", "drop"] : name === "import" ? ["asyncapi"] : [];
  const help = await printedBy("/", ["help", name]);
  const parts = [`### rabbitgen ${name}`, fenced(help)];
  for (const each of below)
    parts.push(`#### rabbitgen ${name} ${each}`, fenced(await printedBy("/", [name, each, "--help"])));
  return parts;
}

function fenced(help: string): string {
  return `\`\`\`text\n${help.trim()}\n\`\`\``;
}
