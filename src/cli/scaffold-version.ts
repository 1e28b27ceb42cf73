import { resolve } from "node:path";
import { readLayout } from "../contract/layout.js";
import { readFolder } from "../files/read-folder.js";
import type { Io } from "./io.js";
import { firstVersion, nextVersion } from "./scaffold.js";
import { UsageError } from "./usage-error.js";

/** The options of `rabbitgen new` as the command line gives them. */
export interface NewFlags {
  readonly schemas: string;
  readonly from?: string;
}

/** The path and text of the next version of an event, or of a new event's first. */
export function scaffoldVersion(
  io: Io,
  name: string,
  { schemas, from }: NewFlags,
): [path: string, text: string] {
  const files = filesOf(resolve(io.cwd, schemas));
  const { events } = readLayout(files.keys());
  const event =
    events.get(name.replaceAll("/", ".")) ?? [...events.values()].find(({ folder }) => folder === name);
  const numbers = [...(event?.versions.keys() ?? [])];
  const latest = Math.max(0, ...numbers);
  if (!event || latest === 0) {
    if (from !== undefined)
      throw new UsageError(`${name} has no versions yet, so there is no ${from} to copy.`);
    const folder = event?.folder ?? checkedFolder(name);
    return [`${folder}/v1.json`, firstVersion(folder)];
  }
  const label = from ?? `v${latest}`;
  const source = event.versions.get(Number(label.slice(1)));
  if (source === undefined) {
    throw new UsageError(
      `${name} has no version ${JSON.stringify(label)}; it has ${numbers.map((n) => `v${n}`).join(", ")}.`,
    );
  }
  return [
    `${event.folder}/v${latest + 1}.json`,
    nextVersion(files.get(source) ?? "", label, `v${latest + 1}`),
  ];
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
  if (/^v\d+$/.test(segments.at(-1) ?? "")) {
    throw new UsageError(
      `Name the event alone: \`rabbitgen new ${segments.slice(0, -1).join("/") || "order_paid"}\` counts its versions.`,
    );
  }
  const bad = segments.find(
    (segment) => segment === "" || segment === "node_modules" || /^[._]|[\\:*?"<>|\p{Cc}]/u.test(segment),
  );
  if (bad === undefined) return name;
  throw new UsageError(
    `${JSON.stringify(name)} cannot be an event's folder: each part begins with a letter or digit and has none of \\ : * ? " < > |.`,
  );
}
