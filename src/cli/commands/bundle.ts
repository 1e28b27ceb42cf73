import { Command } from "commander";
import type { ExitCode, Io } from "../io.js";
import type { BundleFlags } from "../print-bundle.js";

/** `rabbitgen bundle`: a version's schema for a program that reads one JSON Schema. */
export function bundleCommand(io: Io, end: (code: ExitCode) => void): Command {
  return new Command("bundle")
    .summary("print one version as a JSON Schema without references to files")
    .description(
      "Prints the schema of one version, with everything that it refers to under $defs: for a consumer in another language, a\n" +
        "form builder, or a registry. The output is JSON Schema 2020-12, whatever drafts the files use.",
    )
    .argument("<event>", "the event's name, such as order_paid")
    .argument("[version]", "its version, such as v1 (default: the newest)")
    .option("--closed", "the publisher's form: without properties that no schema declares")
    .option("-s, --schemas <dir>", "folder with the schemas", "schemas")
    .addHelpText("after", examples)
    .action(async (event: string, version: string | undefined, flags: BundleFlags) => {
      const { printBundle } = await import("../print-bundle.js");
      end(await printBundle(io, event, version, flags));
    });
}

const examples = `
As written, the schema accepts what a consumer accepts, including undeclared properties unless it forbids
them. With --closed, it accepts what a publisher may send.

Descriptions, defaults, examples and custom keywords are kept; $id, $anchor and $dynamicRef become plain references.

Examples:
  $ rabbitgen bundle order_paid
  $ rabbitgen bundle order_paid v2 --closed > order-paid.schema.json

Exit codes: 0 printed; 2 unknown event or version, or the schemas have errors.
`;
