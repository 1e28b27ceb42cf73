import { Command, InvalidArgumentError, Option } from "commander";
import { defaultWriter, writers } from "../../contract/publisher-view.js";
import type { CompareFlags } from "../compare-files.js";
import type { ExitCode, Io } from "../io.js";
import { modeOption } from "../report-options.js";

/** `rabbitgen compare`: who breaks when this schema becomes that one? */
export function compareCommand(io: Io, end: (code: ExitCode) => void): Command {
  return new Command("compare")
    .summary("show who breaks between two JSON Schemas, with a message that proves it")
    .description(
      "Compares two versions of a JSON Schema. Each breaking change is shown by a message that one side sends and the other " +
        "rejects; changes that break nothing are listed too.",
    )
    .argument(
      "<old>",
      "the current schema: a file, or a file of a git revision (main:schemas/order_paid/v1.json)",
    )
    .argument("<new>", "the new schema, likewise")
    .addOption(modeOption())
    .addOption(
      new Option("--writer <form>", "which undeclared properties publishers may send (see below)")
        .choices(writers)
        .default(defaultWriter),
    )
    .option("--ignore <pointer...>", "JSON Pointers to ignore, such as /properties/version")
    .addOption(
      new Option("--budget <ms>", "milliseconds per containment check").default(1_000).argParser((text) => {
        const ms = Number(text);
        if (!Number.isSafeInteger(ms) || ms < 1) throw new InvalidArgumentError("a whole number from 1");
        return ms;
      }),
    )
    .addOption(new Option("--format <format>", "how to report").choices(["text", "json"]).default("text"))
    .addHelpText("after", examples)
    .action(async (before: string, after: string, flags: CompareFlags) => {
      const { compareFiles } = await import("../compare-files.js");
      end(await compareFiles(io, before, after, flags));
    });
}

const examples = `
A property that an object schema does not mention is ignored by consumers and never sent by publishers, unless
additionalProperties or unevaluatedProperties says otherwise (--writer declared-only: even where it is true, since that
is meant for consumers; --writer as-written: it may be sent unless the schema forbids it).

A path after a revision is relative to the repository's root, or with ./ to this folder, as in git show; references in that
file resolve to files of that revision.

Examples:
  $ rabbitgen compare schemas/order_paid/v1.json schemas/order_paid/v2.json
  $ rabbitgen compare main:schemas/order_paid/v1.json schemas/order_paid/v1.json
  $ rabbitgen compare old.json new.json --mode backward --ignore /properties/meta/properties/version --format json

Exit codes: 0 nothing breaks; 1 something breaks, or could not be decided; 2 a file cannot be read or is not a schema.
`;
