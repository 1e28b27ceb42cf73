import { Command, InvalidArgumentError, Option } from "commander";
import type { ExitCode, Io } from "../io.js";
import type { DocsFlags } from "../write-catalogue.js";

/** `rabbitgen docs`: the contract as pages for people. */
export function docsCommand(io: Io, end: (code: ExitCode) => void): Command {
  return new Command("docs")
    .summary("write a catalogue of the events: payloads, versions, services, flow")
    .description(
      "Writes a catalogue of all events: versions and their changes, payloads, examples, code, publishers, consumers and flow.\n" +
        "HTML opens from disk, without a server. Markdown is for GitHub or GitLab, with the flow as a Mermaid diagram.",
    )
    .addOption(new Option("--format <format>", "what to write").choices(["html", "markdown"]).default("html"))
    .option("-o, --out <dir>", "folder to write to", "catalogue")
    .option("--title <text>", "the catalogue's title", "Events")
    .option("-s, --schemas <dir>", "folder with the schemas", "schemas")
    .option("--check", "write nothing; exit with 1 if the folder is out of date")
    .addOption(
      new Option(
        "--serve [port]",
        "serve the HTML on this machine only instead, and rebuild it when schemas change",
      )
        .argParser(portOf)
        .conflicts(["check", "out"]),
    )
    .addHelpText("after", examples)
    .action(async (flags: DocsFlags) => {
      if (flags.serve === undefined) {
        const { writeCatalogue } = await import("../write-catalogue.js");
        end(await writeCatalogue(io, flags));
      } else {
        const { serveCatalogue } = await import("../serve-catalogue.js");
        end(await serveCatalogue(io, flags));
      }
    });
}

function portOf(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535)
    throw new InvalidArgumentError("Must be a whole number from 0 to 65535.");
  return port;
}

const examples = `
Files that rabbitgen did not create are kept; pages that are no longer needed are removed. The same schemas give
the same files, so the catalogue can be committed, or published from CI.

Examples:
  $ rabbitgen docs && open catalogue/index.html
  $ rabbitgen docs --format markdown --out docs/catalogue
  $ rabbitgen docs --check                # in CI, where the catalogue is committed
  $ rabbitgen docs --serve                # while schemas are written

Exit codes: 0 written, or up to date; 1 out of date (--check); 2 could not be written, or the schemas have errors.
`;
