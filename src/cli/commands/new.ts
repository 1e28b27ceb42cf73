import { Command } from "commander";
import { resolve } from "node:path";
import { readLayout } from "../../contract/layout.js";
import { readFolder } from "../../files/read-folder.js";
import { writeOutput } from "../../files/output-folder.js";
import type { ExitCode, Io } from "../io.js";
import { firstVersion, nextVersion } from "../scaffold.js";
import { UsageError } from "../usage-error.js";

interface Flags {
  readonly schemas: string;
  readonly from?: string;
}

/** `rabbitgen new`: the next version of an event, or a new event's first. */
export function newCommand(io: Io, end: (code: ExitCode) => void): Command {
  return new Command("new")
    .summary("add an event, or the next version of one")
    .description("Scaffolds an event's next version as a copy of its latest, or v1 of an event that is not there yet.")
    .argument("<event>", "the event's name or folder, such as order_paid or order/paid")
    .option("--from <version>", "copy this version instead of the latest")
    .option("-s, --schemas <dir>", "folder with the schemas", "schemas")
    .addHelpText("after", examples)
    .action((event: string, flags: Flags) => {
      const [path, text] = scaffold(io, event, flags);
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

function scaffold(io: Io, name: string, { schemas, from }: Flags): [path: string, text: string] {
  const files = filesOf(resolve(io.cwd, schemas));
  const { events } = readLayout(files.keys());
  const event = events.get(name.replaceAll("/", ".")) ?? [...events.values()].find(({ folder }) => folder === name);
  const numbers = [...(event?.versions.keys() ?? [])];
  const latest = Math.max(0, ...numbers);
  if (!event || latest === 0) {
    if (from !== undefined) throw new UsageError(`${name} has no versions yet, so there is no ${from} to copy.`);
    const folder = event?.folder ?? checkedFolder(name);
    return [`${folder}/v1.json`, firstVersion(folder)];
  }
  const label = from ?? `v${latest}`;
  const source = event.versions.get(Number(label.slice(1)));
  if (source === undefined) {
    throw new UsageError(`${name} has no version ${JSON.stringify(label)}; it has ${numbers.map((n) => `v${n}`).join(", ")}.`);
  }
  return [`${event.folder}/v${latest + 1}.json`, nextVersion(files.get(source) ?? "", label, `v${latest + 1}`)];
}

function filesOf(root: string): ReadonlyMap<string, string> {
  try {
    return readFolder(root).files;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return new Map();
    throw error;
  }
}

/** A new event's folder; refuses what would leave the schemas folder, be hidden, or hold definitions. */
function checkedFolder(name: string): string {
  const segments = name.split("/");
  const bad = segments.find((segment) => segment === "" || /^[._]|[\\:*?"<>|\p{Cc}]/u.test(segment));
  if (bad === undefined) return name;
  throw new UsageError(
    `${JSON.stringify(name)} cannot be an event's folder: each part begins with a letter or digit and has none of \\ : * ? " < > |.`,
  );
}
