import { compareText } from "../code/compare-text.js";

import { differsInFormatting } from "./formatting.js";
import { hashText, type Manifest } from "./manifest.js";
import type { OutputKind } from "./output-kind.js";

/** How the output folder differs from what it should be; each list sorted. */
export interface Difference {
  /** Ours, and not what it should be. */
  readonly changed: readonly string[];
  /** Those of `changed` that a formatter has written: they say the same. */
  readonly formatted: readonly string[];
  readonly missing: readonly string[];
  /** Ours, and no longer needed. */
  readonly stale: readonly string[];
  /** Not ours, and not in the way. */
  readonly foreign: readonly string[];
  /** Not ours, and in the place of a file that we have to write. */
  readonly blocked: readonly string[];
}

/**
 * Compares wanted files with those in the output folder. A file is ours if its first line says so, or if the manifest
 * lists it with exactly this content.
 */
export function compareOutput(
  wanted: ReadonlyMap<string, string>,
  actual: ReadonlyMap<string, string>,
  manifest: Manifest | undefined,
  { manifestName, isMarked }: OutputKind,
): Difference {
  const isOurs = (name: string, text: string): boolean =>
    isMarked(text) || manifest?.files.get(name) === hashText(text);
  const names = [...wanted.keys()].sort(compareText);
  const extra = [...actual]
    .filter(([name]) => !wanted.has(name) && name !== manifestName)
    .sort(([a], [b]) => compareText(a, b));
  const different = names.filter(
    (name) => actual.has(name) && !isSameText(actual.get(name) ?? "", wanted.get(name) ?? ""),
  );
  const changed = different.filter((name) => isOurs(name, actual.get(name) ?? ""));
  return {
    changed,
    formatted: changed.filter(
      (name) => name.endsWith(".ts") && differsInFormatting(actual.get(name) ?? "", wanted.get(name) ?? ""),
    ),
    missing: names.filter((name) => !actual.has(name)),
    stale: extra.filter(([name, text]) => isOurs(name, text)).map(([name]) => name),
    foreign: extra.filter(([name, text]) => !isOurs(name, text)).map(([name]) => name),
    blocked: different.filter((name) => !isOurs(name, actual.get(name) ?? "")),
  };
}

/** Compares texts with LF line ends: a checkout's line-end setting makes no difference. */
function isSameText(a: string, b: string): boolean {
  return a === b || a.replaceAll("\r\n", "\n") === b.replaceAll("\r\n", "\n");
}
