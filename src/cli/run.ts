import { Command, CommanderError } from "commander";
import { printable } from "../code/printable.js";
import { packageVersion } from "../files/package-files.js";
import { restartPatternWork } from "../patterns/pattern-work.js";
import { commands } from "./commands/index.js";
import { explainError } from "./explain-error.js";
import type { ExitCode, Io } from "./io.js";

/**
 * Runs the command line and resolves to the exit code; never rejects. `argv` is what follows the program's name.
 * A user's mistake is one line on stderr; anything else is a bug and says so, with its stack.
 */
export async function run(argv: readonly string[], process: Io): Promise<ExitCode> {
  const io = printing(process);
  let code: ExitCode = 0;
  restartPatternWork();
  try {
    const program = buildProgram(io, (ended) => {
      code = ended;
    });
    await program.parseAsync([...argv], { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    io.err(explainError(error));
    return 2;
  }
}

function buildProgram(io: Io, end: (code: ExitCode) => void): Command {
  const program = new Command("rabbitgen")
    .description("Compiles versioned JSON Schemas into a typed TypeScript SDK for RabbitMQ.")
    .version(packageVersion(), "-V, --version")
    .addHelpText(
      "after",
      `\nStart with \`rabbitgen init\`, or \`rabbitgen help <command>\` for one command's options and examples.\n`,
    )
    .showHelpAfterError("(--help lists what there is)");
  for (const command of commands(io, end)) program.addCommand(command);
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({ writeOut: io.out, writeErr: io.err });
  }
  return program;
}

/** Whatever is printed, by any command: a file's name and a schema's text are not to be trusted. */
function printing(io: Io): Io {
  const { color } = io;
  // a prototype, not a copy: `signal` is made when it is asked for
  return Object.assign(Object.create(io) as Io, {
    out: (text: string) => io.out(printable(text, { color })),
    err: (text: string) => io.err(printable(text, { color })),
    draw: io.err,
    command: io.out,
  });
}
