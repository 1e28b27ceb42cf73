import { Command } from "commander";
import type { ExitCode, Io } from "../io.js";
import type { LintFlags } from "../lint-schemas.js";
import { failOption, formatOption } from "../report-options.js";

/** `rabbitgen lint`: what will hurt in these schemas? */
export function lintCommand(io: Io, end: (code: ExitCode) => void): Command {
  return new Command("lint")
    .summary("find likely mistakes and future problems in the schemas")
    .description(
      "Checks a schemas folder against rules. `rabbitgen rules` lists them; contract.json enables them and sets their severity.",
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
Only a few rules are enabled by default. To change that, in schemas/contract.json:
  { "lint": { "categories": { "documentation": "warning" }, "rules": { "vhost-default": "off" } } }

To accept a single finding, as in a review, add its fingerprint and a reason to schemas/review.json:
  $ rabbitgen lint --format approvals=schemas/review.json

Examples:
  $ rabbitgen lint
  $ rabbitgen lint --format github --format sarif=rabbitgen.sarif
  $ rabbitgen rules pattern-backtracking

Exit codes: 0 no problems found; 1 problems found; 2 the schemas have errors, or cannot be read.
`;
