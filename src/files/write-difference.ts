import type { Difference } from "./compare-output.js";
import { removeOutput, writeOutput } from "./output-folder.js";

/** The file in which an output remembers what it was made from. */
export interface WrittenManifest {
  readonly name: string;
  readonly text: string;
  /** What is on disk; `undefined` where there is none. */
  readonly before: string | undefined;
}

/** Brings an output folder to what is wanted: writes what differs, with the manifest, and removes what is stale. */
export function writeDifference(
  root: string,
  wanted: ReadonlyMap<string, string>,
  { changed, missing, stale }: Pick<Difference, "changed" | "missing" | "stale">,
  { name, text, before }: WrittenManifest,
): void {
  const texts = new Map([...changed, ...missing].map((path) => [path, wanted.get(path) ?? ""]));
  if (text !== before) texts.set(name, text);
  writeOutput(root, texts);
  removeOutput(root, stale);
}
