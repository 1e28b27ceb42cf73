import { Command } from "commander";

/** `rabbitgen help <command>`, also with a subcommand: commander's own `help` takes one name only. */
export function helpCommand(program: Command): Command {
  return new Command("help")
    .description("display help for command")
    .helpOption(false)
    .argument("[command...]")
    .action((names: readonly string[]) => {
      let command = program;
      for (const name of names) {
        const found = command.commands.find((each) => each.name() === name);
        if (found === undefined) program.error(`error: unknown command '${names.join(" ")}'`);
        command = found;
      }
      command.help();
    });
}
