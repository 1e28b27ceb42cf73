import { type NamedEvent, nameEvents } from "../contract/name-events.js";
import { parseSource } from "../contract/parse-source.js";
import { readEventSettings } from "../contract/read-settings.js";
import { styleOf } from "../contract/version-label.js";
import { UsageError } from "../findings/usage-error.js";
import type { Known } from "./scaffolded.js";

/** A new event's folder; refuses what would leave the schemas folder, be hidden, hold definitions or examples. */
export function checkedFolder(name: string): string {
  const segments = name.split("/");
  const last = segments.at(-1) ?? "";
  if (/^v\d+$/.test(last) || (segments.length > 1 && styleOf(last) !== undefined)) {
    throw new UsageError(
      `Pass the event without a version: \`rabbitgen new ${segments.slice(0, -1).join("/") || "order_paid"}\` picks the version number.`,
    );
  }
  const bad = segments.find(
    (segment, index) =>
      segment === "" ||
      segment === "node_modules" ||
      (index > 0 && segment === "examples") ||
      /^[._]|[\\:*?"<>|\p{Cc}]|[. ]$/u.test(segment),
  );
  if (bad === undefined) return name;
  throw new UsageError(
    `${JSON.stringify(name)} is not a valid event folder: each part must start with a letter or digit, contain none of \\ : * ? " < > |, not end with a dot or space, and not be "examples".`,
  );
}

/** Refuses an event or version whose generated names another event has already, or that only differ in case. */
export function refuseCollision({ files, layout }: Known, folder: string, labels: readonly string[]): void {
  const others = [...layout.events].filter(([, event]) => event.folder !== folder);
  const name = folder.replaceAll("/", ".");
  const twin = others.find(([other]) => other === name);
  if (twin)
    throw new UsageError(`Event ${JSON.stringify(name)} already exists in folder ${twin[1].folder}/.`);
  const settingsOf = (path: string | undefined): NamedEvent["settings"] =>
    path === undefined ? undefined : parseSource(path, files.get(path) ?? "").source;
  const named = (event: string, own: string, versions: readonly string[], path?: string): NamedEvent => {
    const settings = settingsOf(path);
    const { identifier } = readEventSettings(settings);
    const at = versions.map((label) => ({ label, source: { path: `${own}/${label}.json` } }));
    return { name: event, folder: own, identifier, settings, versions: at };
  };
  const before = others.map(([other, event]) =>
    named(other, event.folder, [...event.versions.keys()], event.settings),
  );
  const own = named(name, folder, labels, layout.events.get(name)?.settings);
  const clash = nameEvents([...before, own]).findings.find(({ message }) => message.includes(`(${folder}/)`));
  if (clash)
    throw new UsageError(
      `${clash.message} Choose another name, or set "identifier" in the event.json of the existing one first.`,
    );
}
