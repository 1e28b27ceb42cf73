import { resolve } from "node:path";
import { Command, Option } from "commander";
import { bumps } from "../../contract/version-label.js";
import { writeOutput } from "../../files/output-folder.js";
import { readFolder } from "../../files/read-folder.js";
import type { ScaffoldOptions } from "../../scaffold/scaffold-version.js";
import type { ExitCode, Io } from "../io.js";

/** The options of `rabbitgen new` as the command line gives them. */
interface NewFlags extends ScaffoldOptions {
  readonly schemas: string;
}

/** `rabbitgen new`: the next version of an event, or a new event's first. */
export function newCommand(io: Io, end: (code: ExitCode) => void): Command {
  return new Command("new")
    .summary("add an event, or the next version of one")
    .description(
      "Scaffolds an event's next version as a copy of its latest. For an event that does not exist yet: its first " +
        "version, event.json, an example, and an entry for its publisher in contract.json.",
    )
    .argument("<event>", "the event's name or folder, such as order_paid or order/paid")
    .option("--from <version>", "copy this version instead of the latest")
    .addOption(
      new Option(
        "--bump <number>",
        "which number goes up, for labels such as 1.0.0 (default: major)",
      ).choices(bumps),
    )
    .option(
      "--publisher <service>",
      "service of contract.json that publishes a new event (default: the only one that publishes events)",
    )
    .option("-s, --schemas <dir>", "folder with the schemas", "schemas")
    .addHelpText("after", examples)
    .action(async (event: string, { schemas, ...options }: NewFlags) => {
      const { scaffoldVersion } = await import("../../scaffold/scaffold-version.js");
      const folder = resolve(io.cwd, schemas);
      const { files, note } = scaffoldVersion(filesOf(folder), event, options);
      writeOutput(folder, files);
      for (const path of files.keys()) io.out(`${schemas}/${path}\n`);
      if (note !== undefined) io.err(`${note}\n`);
      end(0);
    });
}

const examples = `
Examples:
  $ rabbitgen new order_paid              order_paid/v2.json, when v1.json is the latest
  $ rabbitgen new order_paid --from v1    the next version, copied from v1
  $ rabbitgen new order/refunded          a new event, order.refunded
  $ rabbitgen new order_paid --bump minor 1.1.0.json, when 1.0.0.json is the latest
`;

/** The texts of a schemas folder; none where there is no folder yet. */
function filesOf(root: string): ReadonlyMap<string, string> {
  try {
    return readFolder(root).files;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return new Map();
    throw error;
  }
}
