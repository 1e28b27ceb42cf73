import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { Command } from "commander";
import { writeOutput } from "../../files/output-folder.js";
import { UsageError } from "../../findings/usage-error.js";
import type { ExitCode, Io } from "../io.js";

/** `rabbitgen init`: a first schemas folder that compiles. */
export function initCommand(io: Io, end: (code: ExitCode) => void): Command {
  return new Command("init")
    .summary("create a schemas folder with an example event")
    .description("Creates a schemas folder with one event, a shared definition, examples and two services.")
    .option("-s, --schemas <dir>", "folder to create", "schemas")
    .addHelpText("after", "\nExample:\n  $ rabbitgen init && rabbitgen generate\n")
    .action(async ({ schemas }: { readonly schemas: string }) => {
      const { firstFiles } = await import("../../scaffold/first-files.js");
      const { jsonIndentation } = await import("../../files/json-indentation.js");
      const root = resolve(io.cwd, schemas);
      if (existsSync(join(root, "contract.json"))) {
        throw new UsageError(
          `${schemas}/contract.json already exists; \`rabbitgen new <event>\` adds an event.`,
        );
      }
      const files = firstFiles(jsonIndentation(root));
      const taken = [...files.keys()].filter((name) => existsSync(join(root, name)));
      if (taken.length > 0)
        throw new UsageError(`${schemas}/ already contains ${taken.join(", ")}; nothing was written.`);
      writeOutput(root, files);
      for (const name of files.keys()) io.out(`${schemas}/${name}\n`);
      io.out(
        `\nNext: \`rabbitgen generate\` compiles ${schemas}/ into generated/, which you commit and import.\n` +
          `With prettier, add the line "generated/" to .prettierignore; eslint and biome 2 leave generated files alone.\n`,
      );
      const { printProjectHints } = await import("../print-project-hints.js");
      await printProjectHints(io, "generated");
      end(0);
    });
}
