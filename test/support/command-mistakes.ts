import type { Command } from "commander";
import { commands } from "../../src/cli/commands/index.js";
import type { Io } from "../../src/cli/io.js";

const all: readonly Command[] = commands({} as Io, () => {});

/** `rabbitgen` where a shell looks for a command: first, behind settings of the environment, `npx` or an operator. */
const inCommandPosition =
  /(?:^(?:\$ )?(?:[A-Z_]+=\S+ )*|[;&|(] *)(?:npx (?:--no-install )?)?rabbitgen +([a-z].*)$/gm;

/** What is wrong with the `rabbitgen` commands in a text: commands and options that do not exist. */
export function commandMistakes(text: string): readonly string[] {
  const calls = text.replaceAll("\\\n", " ").matchAll(inCommandPosition);
  return [...calls].flatMap(([, call = ""]) => mistakesIn(call.split(/ #| [|;&]|`| && /)[0] ?? ""));
}

function mistakesIn(call: string): readonly string[] {
  const words = call.trim().split(/\s+/);
  const [first = "", second = ""] = words;
  if (first === "help") return [];
  const command = all.find((each) => each.name() === first);
  if (command === undefined) return [`rabbitgen ${first}: no such command`];
  const below = command.commands.find((each) => each.name() === second);
  if (below === undefined && command.commands.length > 0 && /^[a-z]+$/.test(second))
    return [`rabbitgen ${first} ${second}: no such command`];
  const options = [...command.options, ...(below?.options ?? [])].flatMap(({ long, short }) => [long, short]);
  return words
    .flatMap((word) => /^(--?[a-z][\w-]*)/.exec(word)?.[1] ?? [])
    .filter((option) => !options.includes(option) && option !== "--help")
    .map((option) => `rabbitgen ${call}: no option ${option}`);
}
