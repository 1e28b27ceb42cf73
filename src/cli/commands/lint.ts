import { Command } from "commander";
import type { ExitCode, Io } from "../io.js";
import type { LintFlags } from "../lint-schemas.js";
import { failOption, formatOption } from "../report-options.js";

/** `rabbitgen lint`: what will hurt in these schemas? */
export function lintCommand(io: Io, end: (code: ExitCode) => void): Command {
  return new Command("lint")
    .summary("find in the schemas what is likely a mistake, or will hurt later")
    .description(
      "Judges a schemas folder by rules: `rabbitgen rules` lists them, contract.json switches and grades them.",
    )
    .option("-s, --schemas <dir>", "folder with the schemas", "schemas")
    .addOption(failOption("warning"))
    .addOption(formatOption())
    .addHelpText("after", examples)
    .action(async (flags: LintFlags) => {
      const { lintSchemas } = await import("../lint-schemas.js");
      end(await lintSchemas(io, flags));
    });
}

const examples = `
Few rules are on at first. In schemas/contract.json:
  { "lint": { "categories": { "documentation": "warning" }, "rules": { "vhost-default": "off" } } }

One finding is accepted in schemas/review.json, as one of review is, by its fingerprint and with a reason:
  $ rabbitgen lint --format approvals=schemas/review.json

Examples:
  $ rabbitgen lint
  $ rabbitgen lint --format github --format sarif=rabbitgen.sarif
  $ rabbitgen rules pattern-backtracking

Exit codes: 0 nothing to mend; 1 there is; 2 the schemas have errors, or cannot be read.
`;
