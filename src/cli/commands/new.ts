import { resolve } from "node:path";
import { Command } from "commander";
import { writeOutput } from "../../files/output-folder.js";
import type { ExitCode, Io } from "../io.js";
import type { NewFlags } from "../scaffold-version.js";

/** `rabbitgen new`: the next version of an event, or a new event's first. */
export function newCommand(io: Io, end: (code: ExitCode) => void): Command {
  return new Command("new")
    .summary("add an event, or the next version of one")
    .description(
      "Scaffolds an event's next version as a copy of its latest, or v1 of an event that is not there yet.",
    )
    .argument("<event>", "the event's name or folder, such as order_paid or order/paid")
    .option("--from <version>", "copy this version instead of the latest")
    .option("-s, --schemas <dir>", "folder with the schemas", "schemas")
    .addHelpText("after", examples)
    .action(async (event: string, flags: NewFlags) => {
      const { scaffoldVersion } = await import("../scaffold-version.js");
      const [path, text] = scaffoldVersion(io, event, flags);
      writeOutput(resolve(io.cwd, flags.schemas), new Map([[path, text]]));
      io.out(`${flags.schemas}/${path}\n`);
      end(0);
    });
}

const examples = `
Examples:
  $ rabbitgen new order_paid              order_paid/v2.json, when v1.json is the latest
  $ rabbitgen new order_paid --from v1    the next version, copied from v1
  $ rabbitgen new order/refunded          a new event, order.refunded
`;
