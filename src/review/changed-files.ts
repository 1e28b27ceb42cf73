import { dirname } from "node:path/posix";
import type { Layout } from "../contract/layout.js";
import { layoutOf } from "../contract/layout-of.js";

/** Paths of the files that are the same on both sides. */
export function unchangedFiles(
  base: ReadonlyMap<string, string>,
  current: ReadonlyMap<string, string>,
): ReadonlySet<string> {
  return new Set([...base.keys()].filter((path) => base.get(path) === current.get(path)));
}

/**
 * Files that a change can affect: those of events with a changed file, and those that are not part of one event. Other
 * events are unaffected, unless a shared definition changed that they may refer to; their errors were in the base too.
 */
export function touchedFiles(
  same: ReadonlySet<string>,
  ...sides: readonly ReadonlyMap<string, string>[]
): (path: string) => boolean {
  const layouts = sides.map(layoutOf);
  const own = new Set(layouts.flatMap(eventFiles));
  const settings = new Set(layouts.flatMap((layout) => [layout.settings, layout.approvals]));
  const changed = sides.flatMap((files) => [...files.keys()]).filter((path) => !same.has(path));
  const everything =
    changed.some((path) => !own.has(path) && !settings.has(path)) ||
    layouts.some(({ settings: path = "" }, side) => !same.has(path) && isMeant(sides[side]?.get(path)));
  const folders = new Set(changed.map(dirname));
  return (path) => everything || !own.has(path) || folders.has(dirname(path));
}

/** Whether a `contract.json` may say what words of schemas mean: its own formats and drafts. */
function isMeant(text = ""): boolean {
  return /\b(?:formats|dialects)\b/.test(text);
}

/** The versions and settings of all events. */
function eventFiles({ events }: Layout): string[] {
  return [...events.values()].flatMap(({ settings, versions }) => [
    ...versions.values(),
    ...(settings === undefined ? [] : [settings]),
  ]);
}
