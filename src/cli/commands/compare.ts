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
      "Compares two versions of a JSON Schema. What breaks is shown by a message that one side sends and the other " +
        "rejects; what breaks nothing is listed, too.",
    )
    .argument(
      "<old>",
      "the schema that is in use: a file, or one of a git revision (main:schemas/order_paid/v1.json)",
    )
    .argument("<new>", "what it shall become, likewise")
    .addOption(modeOption())
    .addOption(
      new Option("--writer <form>", "what publishers send beyond what is declared (see below)")
        .choices(writers)
        .default(defaultWriter),
    )
    .option("--ignore <pointer...>", "JSON Pointers to what is not compared, such as /properties/version")
    .addOption(
      new Option("--budget <ms>", "milliseconds for each question").default(1_000).argParser((text) => {
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
additionalProperties or unevaluatedProperties says otherwise (--writer declared-only: also where it is true, since that
is meant for consumers; --writer as-written: it may be sent unless the schema forbids it).

A path behind a revision is below the repository's root, or with ./ below this folder, as for git show; references of that
file lead to files of that revision.

Examples:
  $ rabbitgen compare schemas/order_paid/v1.json schemas/order_paid/v2.json
  $ rabbitgen compare main:schemas/order_paid/v1.json schemas/order_paid/v1.json
  $ rabbitgen compare old.json new.json --mode backward --ignore /properties/meta/properties/version --format json

Exit codes: 0 nothing breaks; 1 something does, or could not be decided; 2 a file cannot be read or is no schema.
`;
