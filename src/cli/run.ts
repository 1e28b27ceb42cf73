import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { Command, CommanderError } from "commander";
import { printable } from "../code/printable.js";
import { packageVersion } from "../files/package-files.js";
import { UnsoundError } from "../findings/unsound-error.js";
import { restartPatternWork } from "../patterns/pattern-work.js";
import { helpCommand } from "./commands/help.js";
import { commands } from "./commands/index.js";
import { explainError } from "./explain-error.js";
import type { CommandFailure } from "./failure-json.js";
import type { ExitCode, Io } from "./io.js";
import { optionDescription } from "./option-description.js";
import { wantedJson } from "./wanted-json.js";

/**
 * Runs the command line and resolves to the exit code; never rejects. `argv` is what follows the program's name.
 * A user's mistake is one line on stderr; anything else is a bug and says so, with its stack. With `--format json` the
 * run that ends with 2 has its JSON, too.
 */
export async function run(argv: readonly string[], process: Io): Promise<ExitCode> {
  const printed = { out: false, err: "" };
  const io = printing(process, printed);
  restartPatternWork();
  try {
    const code = await runCommand(argv, io);
    if (code === 2 && !printed.out && wantedJson(argv).out)
      await printFailure(io, argv, { text: printed.err });
    return code;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    if (error instanceof UnsoundError) await printUnsound(io, error);
    if (!(error instanceof CommanderError)) io.err(explainError(error));
    const { out, files } = wantedJson(argv);
    const failure = { error, text: printed.err };
    if (files.length > 0) await writeFailure(io, argv, failure, files);
    if (out && !printed.out) await printFailure(io, argv, failure);
    return 2;
  }
}

async function runCommand(argv: readonly string[], io: Io): Promise<ExitCode> {
  let code: ExitCode = 0;
  const program = buildProgram(io, (ended) => {
    code = ended;
  });
  await program.parseAsync([...argv], { from: "user" });
  return code;
}

/** The errors themselves, before the line that counts them. */
async function printUnsound({ color, err }: Io, { findings, folder, textOf }: UnsoundError): Promise<void> {
  const { printFindings } = await import("./print-findings.js");
  err(`${printFindings(findings, { color, folder, textOf })}\n`);
}

async function printFailure(io: Io, argv: readonly string[], failure: CommandFailure): Promise<void> {
  const { failureJson } = await import("./failure-json.js");
  io.out(failureJson(argv, failure));
}

/**
 * Writes the failure into the requested report files; a file that cannot be written is itself the failure, or no worse
 * than it.
 */
async function writeFailure(
  io: Io,
  argv: readonly string[],
  failure: CommandFailure,
  files: readonly string[],
): Promise<void> {
  const { failureJson } = await import("./failure-json.js");
  for (const file of files) {
    try {
      writeFileSync(resolve(io.cwd, file), failureJson(argv, failure));
    } catch {
      // reported already, or by the next run
    }
  }
}

function buildProgram(io: Io, end: (code: ExitCode) => void): Command {
  const program = new Command("rabbitgen")
    .description("Compiles versioned JSON Schemas into a typed TypeScript SDK for RabbitMQ.")
    .version(packageVersion(), "-V, --version")
    .enablePositionalOptions() // `dead replay --version v1` is the command's own
    .addHelpText(
      "after",
      `\nStart with \`rabbitgen init\`, or \`rabbitgen help <command>\` for one command's options and examples.\n`,
    )
    .showHelpAfterError("(run with --help for usage)");
  for (const command of commands(io, end)) program.addCommand(command);
  program.addCommand(helpCommand(program));
  for (const command of withSubcommands(program)) {
    command.exitOverride().configureOutput({ writeOut: io.out, writeErr: io.err });
    command.configureHelp({ optionDescription });
  }
  return program;
}

function withSubcommands(command: Command): Command[] {
  return [command, ...command.commands.flatMap(withSubcommands)];
}

/** Whatever is printed, by any command: a file's name and a schema's text are not to be trusted. */
function printing(io: Io, printed: { out: boolean; err: string }): Io {
  const { color } = io;
  // a prototype, not a copy: `signal` is made when it is asked for
  return Object.assign(Object.create(io) as Io, {
    out: (text: string) => {
      printed.out = true;
      io.out(printable(text, { color }));
    },
    err: (text: string) => {
      printed.err += text;
      io.err(printable(text, { color }));
    },
    draw: io.err,
    command: (text: string) => {
      printed.out = true;
      io.out(text);
    },
  });
}
