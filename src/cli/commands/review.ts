import { Command } from "commander";
import type { ExitCode, Io } from "../io.js";
import { failOption, formatOption, modeOption } from "../report-options.js";
import type { ReviewFlags } from "../review-changes.js";

/** `rabbitgen review`: who breaks by what this branch does to the schemas? */
export function reviewCommand(io: Io, end: (code: ExitCode) => void): Command {
  return new Command("review")
    .summary("show who a schema change breaks, with messages that prove it")
    .description(
      "Compares the schemas folder with an earlier state. For each change it reports who breaks, with a message that one " +
        "side sends and the other rejects, which services are affected, and in which order to deploy.",
    )
    .option(
      "-a, --against <ref|folder...>",
      "base: a git revision or a folder (default in CI: the pull request's base); then earlier revisions, or a pattern of tags, whose messages may still be queued",
    )
    .option("-s, --schemas <dir>", "folder with the schemas", "schemas")
    .option("-c, --code <dir...>", "TypeScript code to search for uses of removed or changed fields")
    .addOption(modeOption())
    .addOption(failOption("error"))
    .addOption(formatOption())
    .addHelpText("after", examples)
    .action(async (flags: ReviewFlags) => {
      const { reviewChanges } = await import("../review-changes.js");
      end(await reviewChanges(io, flags));
    });
}

const examples = `
A revision that HEAD does not contain, such as origin/main after others merged, is compared at the merge base: later
changes there are not part of this branch. Tags, folders, and the earlier revisions after the first
one are compared as they are.

To accept an intended break, add its fingerprint and a reason to schemas/review.json:
  $ rabbitgen review --against origin/main --format approvals=schemas/review.json

Examples:
  $ rabbitgen review --against origin/main
  $ rabbitgen review --against origin/main --code src services/billing/src
  $ rabbitgen review --against origin/main 'releases-2026-*'
  $ rabbitgen review --format github --format markdown=comment.md

Exit codes: 0 nothing breaks; 1 something breaks, or could not be decided; 2 the schemas have errors, or the base cannot be read.
`;
