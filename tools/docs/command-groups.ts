import { commands } from "../../src/cli/commands/index.js";
import type { Io } from "../../src/cli/io.js";

/** Commands that serve one purpose. */
export interface CommandGroup {
  readonly title: string;
  readonly names: readonly string[];
}

/** All commands by purpose, in the order in which the documentation lists them. */
export const commandGroups: readonly CommandGroup[] = [
  { title: "write a contract", names: ["init", "new", "check", "sample", "bundle", "import"] },
  { title: "generate", names: ["generate", "docs", "asyncapi"] },
  { title: "judge changes", names: ["lint", "review", "compare", "rules"] },
  { title: "set up RabbitMQ", names: ["topology", "broker"] },
  { title: "operate", names: ["publish", "tail", "dead", "queues"] },
];

/** The commands of the command line with what `--help` says of each; fails where a group lacks one or has another. */
export function summaries(): ReadonlyMap<string, string> {
  const found = new Map(commands({} as Io, () => {}).map((each) => [each.name(), each.summary()]));
  const grouped = commandGroups.flatMap(({ names }) => names);
  const stray = [...found.keys(), ...grouped].filter(
    (name) => !found.has(name) || grouped.filter((each) => each === name).length !== 1,
  );
  if (stray.length > 0) throw new Error(`tools/docs/command-groups.ts: put ${stray.join(", ")} in one group`);
  return found;
}
