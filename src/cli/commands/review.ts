import { Command } from "commander";
import type { ExitCode, Io } from "../io.js";
import { failOption, formatOption, modeOption } from "../report-options.js";
import type { ReviewFlags } from "../review-changes.js";

/** `rabbitgen review`: who breaks by what this branch does to the schemas? */
export function reviewCommand(io: Io, end: (code: ExitCode) => void): Command {
  return new Command("review")
    .summary("show who breaks by a change of the schemas, with messages that prove it")
    .description(
      "Compares the schemas folder with what it was, and tells of each change who breaks, shown by a message that one " +
        "side sends and the other rejects, which services it hits, and in which order it can be deployed.",
    )
    .option(
      "-a, --against <ref|folder...>",
      "a git revision or a folder, in CI by default what the pull request starts from; behind it earlier revisions, or a pattern of tags, whose messages may still be queued",
    )
    .option("-s, --schemas <dir>", "folder with the schemas", "schemas")
    .option("-c, --code <dir...>", "TypeScript code in which uses of what goes away are looked for")
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
A revision that HEAD does not contain, such as origin/main after others merged, is compared at the commit where HEAD left
it (the merge base), since their changes are not this branch's. Tags, folders, and the earlier revisions behind the first
one are compared as they are.

What breaks on purpose is accepted in schemas/review.json, by its fingerprint and with a reason:
  $ rabbitgen review --against origin/main --format approvals=schemas/review.json

Examples:
  $ rabbitgen review --against origin/main
  $ rabbitgen review --against origin/main --code src services/billing/src
  $ rabbitgen review --against origin/main 'releases-2026-*'
  $ rabbitgen review --format github --format markdown=comment.md

Exit codes: 0 nothing breaks; 1 something does, or could not be decided; 2 the schemas have errors, or what to compare with cannot be read.
`;
