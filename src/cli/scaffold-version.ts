import { resolve } from "node:path";
import { withoutSyntax } from "../contract/file-syntax.js";
import type { EventFiles, Layout } from "../contract/layout.js";
import { layoutOf } from "../contract/layout-of.js";
import { parseSource } from "../contract/parse-source.js";
import { readLabelStyle } from "../contract/read-settings.js";
import { type Bump, compareLabels, defaultStyle, nextLabel, numbersOf } from "../contract/version-label.js";
import { readFolder } from "../files/read-folder.js";
import { printDocument } from "./edit-document.js";
import type { Io } from "./io.js";
import { nextVersion } from "./next-version.js";
import { publishEvent, versionSender } from "./publish-event.js";
import { firstEventFiles } from "./scaffold.js";
import { checkedFolder, refuseCollision } from "./scaffold-names.js";
import { UsageError } from "./usage-error.js";

/** The options of `rabbitgen new` as the command line gives them. */
export interface NewFlags {
  readonly schemas: string;
  readonly from?: string;
  readonly bump?: Bump;
  readonly publisher?: string;
}

/** What is written, by path below the schemas folder, and what is left to do. */
export interface Scaffolded {
  readonly files: ReadonlyMap<string, string>;
  readonly note?: string;
}

/** The next version of an event, or a new event with its first version, settings, an example, and its publisher. */
export function scaffoldVersion(io: Io, name: string, flags: NewFlags): Scaffolded {
  const files = filesOf(resolve(io.cwd, flags.schemas));
  const layout = layoutOf(files);
  const event =
    layout.events.get(name.replaceAll("/", ".")) ??
    [...layout.events.values()].find(({ folder }) => folder === name);
  refuseMisnamed(layout, event?.folder ?? name);
  if (event && event.versions.size > 0) return nextOf(name, event, { files, layout }, flags);
  if (flags.from !== undefined)
    throw new UsageError(`${name} has no versions yet, so --from ${flags.from} has nothing to copy.`);
  return firstOf(event?.folder ?? checkedFolder(name), { files, layout }, flags);
}

/** A schemas folder as it is. */
export interface Known {
  readonly files: ReadonlyMap<string, string>;
  readonly layout: Layout;
}

function nextOf(
  name: string,
  event: EventFiles,
  known: Known,
  { from, bump, publisher }: NewFlags,
): Scaffolded {
  const labels = [...event.versions.keys()];
  const latest = labels.at(-1) ?? "";
  const label = from ?? latest;
  const source = event.versions.get(label);
  if (source === undefined)
    throw new UsageError(
      `${name} has no version ${JSON.stringify(label)}. Available versions: ${labels.join(", ")}.`,
    );
  if (publisher !== undefined)
    throw new UsageError(`${name} already exists; --publisher is only for new events.`);
  if (bump !== undefined && bump !== "major" && numbersOf(label).length === 1)
    throw new UsageError(`--bump ${bump}: version labels such as ${label} have only one number.`);
  let next = nextLabel(bump === "minor" || bump === "patch" ? label : latest, bump);
  while (event.versions.has(next)) next = nextLabel(next, bump);
  const path = `${event.folder}/${next}${source.slice(withoutSyntax(source).length)}`;
  refuseCollision(known, event.folder, [...labels, next].sort(compareLabels));
  const files = new Map([[path, nextVersion(source, known.files.get(source) ?? "", label, next)]]);
  const sender = versionSender(known, event.folder.replaceAll("/", "."));
  if (sender === undefined) return { files };
  const { service, settings } = sender;
  return {
    files,
    note: `Add ${next} to "publishes" of ${service} in ${settings} once every consumer handles it; until then it may still change.`,
  };
}

function firstOf(folder: string, known: Known, { bump, publisher }: NewFlags): Scaffolded {
  if (bump !== undefined)
    throw new UsageError("--bump requires an existing version, and this would be the first.");
  const { files, layout } = known;
  const { settings } = layout;
  const { source } = settings === undefined ? {} : parseSource(settings, files.get(settings) ?? "");
  const label = readLabelStyle(source) ?? defaultStyle;
  refuseCollision(known, folder, [label]);
  const extension = usualExtension(layout);
  const event = layout.events.get(folder.replaceAll("/", "."));
  const made = [...firstEventFiles(folder, label)]
    .filter(([stem]) => stem !== "event" || event?.settings === undefined)
    .filter(([stem]) => !stem.startsWith("examples/") || !event?.examples.has(label))
    .map(([stem, value]): [string, string] => {
      const path = `${folder}/${stem}${extension}`;
      return [path, printDocument(path, value)];
    });
  const published = publishEvent(known, { event: folder.replaceAll("/", "."), version: label }, publisher);
  return { ...published, files: new Map([...made, ...published.files]) };
}

/** Beside a version file under a wrong name, the next one would be a guess. */
function refuseMisnamed({ findings }: Layout, folder: string): void {
  const misnamed = findings.find(
    ({ rule, file }) => rule === "version-name" && file.startsWith(`${folder}/`),
  );
  if (misnamed) throw new UsageError(`${misnamed.file}: ${misnamed.message} ${misnamed.help ?? ""}`.trim());
}

/** `.json`, unless every version so far is YAML. */
function usualExtension({ events }: Layout): string {
  const paths = [...events.values()].flatMap(({ versions }) => [...versions.values()]);
  const [first = ".json"] = paths.map((path) => path.slice(withoutSyntax(path).length));
  return paths.some((path) => path.endsWith(".json")) ? ".json" : first;
}

function filesOf(root: string): ReadonlyMap<string, string> {
  try {
    return readFolder(root).files;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return new Map();
    throw error;
  }
}
