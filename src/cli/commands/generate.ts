import { Command, Option } from "commander";
import { UsageError } from "../../findings/usage-error.js";
import type { ExitCode, Io } from "../io.js";
import { onlyOnce } from "../only-once.js";
import type { GenerateFlags } from "../run-generate.js";

/** `rabbitgen generate`: schemas in, a typed SDK out. */
export function generateCommand(io: Io, end: (code: ExitCode) => void): Command {
  return new Command("generate")
    .summary("compile the schemas into a typed SDK")
    .description(
      "Compiles every version of every event into a typed TypeScript SDK, and removes generated files that are no longer needed.",
    )
    .option("-s, --schemas <dir>", "folder with the schemas", "schemas")
    .option("-o, --out <dir>", "folder for the generated SDK; your own files in it are kept", "generated")
    .option(
      "--service <name>",
      "only the versions that this service of contract.json publishes or consumes",
      onlyOnce("--service"),
    )
    .option("--all-services", "all events again, in a folder that was generated with --service")
    .option("--check", "write nothing; exit with 1 if the folder is out of date (for CI)")
    .option("--watch", "generate again whenever a schema changes")
    .option("--fresh", "recompile everything, without reusing the last run's output")
    .option("--keep-going", "skip events with errors and write the others; exit with 1 if any were skipped")
    .addOption(new Option("--format <format>", "how to report").choices(["text", "json"]).default("text"))
    .addHelpText("after", examples)
    .action(async (flags: GenerateFlags & { readonly watch?: true }) => {
      if (flags.watch && flags.check) throw new UsageError("--watch and --check cannot be combined.");
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
  $ rabbitgen generate                          compile schemas/ into generated/
  $ rabbitgen generate --schemas events --out src/sdk
  $ rabbitgen generate --check                  is the committed SDK up to date?
  $ rabbitgen generate --service svc-billing    only what svc-billing publishes and consumes
  $ rabbitgen generate --keep-going             all events without errors

Exit codes: 0 done, or nothing to do; 1 --check found a difference, or --keep-going skipped events;
2 the schemas have errors, or the folder was generated with --service and the option is missing; nothing was written.
`;
