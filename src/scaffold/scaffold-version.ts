import { printDocument } from "../contract/edit-document.js";
import { withoutSyntax } from "../contract/file-syntax.js";
import type { EventFiles, Layout } from "../contract/layout.js";
import { layoutOf } from "../contract/layout-of.js";
import { parseSource } from "../contract/parse-source.js";
import { readLabelStyle } from "../contract/read-settings.js";
import { type Bump, compareLabels, defaultStyle, nextLabel, numbersOf } from "../contract/version-label.js";
import { UsageError } from "../findings/usage-error.js";
import { checkedFolder, refuseCollision } from "./check-names.js";
import { firstEventFiles } from "./first-files.js";
import { nextVersion } from "./next-version.js";
import { publishEvent, publishingNote } from "./publish-event.js";
import type { Known, Scaffolded } from "./scaffolded.js";

/** How a version is scaffolded. */
export interface ScaffoldOptions {
  /** The version to copy; default the latest. */
  readonly from?: string;
  /** Which number goes up, for labels such as 1.0.0; default `major`. */
  readonly bump?: Bump;
  /** The service that publishes a new event; default the only one that publishes events. */
  readonly publisher?: string;
}

/**
 * The next version of an event, or a new event with its first version, settings, an example, and its publisher; `files`
 * are the texts of the schemas folder. Throws `UsageError` for a name or an option that does not fit them.
 */
export function scaffoldVersion(
  files: ReadonlyMap<string, string>,
  name: string,
  options: ScaffoldOptions = {},
): Scaffolded {
  const layout = layoutOf(files);
  const event =
    layout.events.get(name.replaceAll("/", ".")) ??
    [...layout.events.values()].find(({ folder }) => folder === name);
  refuseMisnamed(layout, event?.folder ?? name);
  if (event && event.versions.size > 0) return nextOf(name, event, { files, layout }, options);
  if (options.from !== undefined)
    throw new UsageError(`${name} has no versions yet, so there is no ${options.from} to copy.`);
  return firstOf(event?.folder ?? checkedFolder(name), { files, layout }, options);
}

function nextOf(
  name: string,
  event: EventFiles,
  known: Known,
  { from, bump, publisher }: ScaffoldOptions,
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
  const note = publishingNote(known, event.folder.replaceAll("/", "."), next, labels);
  return { files, ...(note === undefined ? {} : { note }) };
}

function firstOf(folder: string, known: Known, { bump, publisher }: ScaffoldOptions): Scaffolded {
  if (bump !== undefined)
    throw new UsageError("--bump requires an existing version, and this would be the first.");
  const { files, layout } = known;
  const { settings } = layout;
  const written = settings === undefined ? "" : (files.get(settings) ?? "");
  const { source } = settings === undefined ? {} : parseSource(settings, written);
  const label = readLabelStyle(source) ?? defaultStyle;
  refuseCollision(known, folder, [label]);
  const extension = usualExtension(layout);
  const event = layout.events.get(folder.replaceAll("/", "."));
  const made = [...firstEventFiles(folder, label)]
    .filter(([stem]) => stem !== "event" || event?.settings === undefined)
    .filter(([stem]) => !stem.startsWith("examples/") || !event?.examples.has(label))
    .map(([stem, value]): [string, string] => {
      const path = `${folder}/${stem}${extension}`;
      return [path, printDocument(path, value, written)];
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
