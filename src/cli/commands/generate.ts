import { Command, Option } from "commander";
import { UsageError } from "../../findings/usage-error.js";
import type { ExitCode, Io } from "../io.js";
import type { GenerateFlags } from "../run-generate.js";

/** `rabbitgen generate`: schemas in, a typed SDK out. */
export function generateCommand(io: Io, end: (code: ExitCode) => void): Command {
  return new Command("generate")
    .summary("compile the schemas into a typed SDK")
    .description(
      "Compiles every version of every event into a typed TypeScript SDK, and keeps that folder in step.",
    )
    .option("-s, --schemas <dir>", "folder with the schemas", "schemas")
    .option(
      "-o, --out <dir>",
      "folder for the generated SDK; files of yours in it are left alone",
      "generated",
    )
    .option("--service <name>", "only the events that a service of contract.json publishes or consumes")
    .option("--check", "write nothing; exit 1 when the folder is not what the schemas say (for CI)")
    .option("--watch", "generate again whenever a schema changes")
    .option("--fresh", "compile everything again, whatever is remembered of the last run")
    .option(
      "--keep-going",
      "leave out events with errors and write the others; exit 1 when some were left out",
    )
    .addOption(new Option("--format <format>", "how to report").choices(["text", "json"]).default("text"))
    .addHelpText("after", examples)
    .action(async (flags: GenerateFlags & { readonly watch?: true }) => {
      if (flags.watch && flags.check) throw new UsageError("--watch and --check exclude each other.");
      const { runGenerate } = await import("../run-generate.js");
      let isFirst = true;
      const run = async (): Promise<void> => {
        const code = await runGenerate(io, flags);
        end(code);
        if (isFirst && code !== 2 && !flags.check && flags.format === "text") {
          const { printProjectHints } = await import("../print-project-hints.js");
          await printProjectHints(io, flags.out);
        }
        isFirst = false;
      };
      if (!flags.watch) return run();
      const { watchFolder } = await import("../watch-folder.js");
      await watchFolder(io, flags.schemas, run);
    });
}

const examples = `
Examples:
  $ rabbitgen generate                          schemas/ into generated/
  $ rabbitgen generate --schemas events --out src/sdk
  $ rabbitgen generate --check                  is the committed SDK up to date?
  $ rabbitgen generate --service svc-billing    only what svc-billing publishes and consumes
  $ rabbitgen generate --keep-going             all events that have no errors

Exit codes: 0 done, or nothing to do; 1 --check found a difference, or --keep-going left events out;
2 the schemas have errors, and nothing was written.
`;
