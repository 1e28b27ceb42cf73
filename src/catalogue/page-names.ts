import { createHash } from "node:crypto";
import { fileStem, folded } from "../code/names.js";

/**
 * File names for pages, without the extension: unique on case-insensitive file systems too. Names that
 * would share a file name each get a hash of the name as a suffix, which does not depend on the other names. No stem
 * contains the `~` that precedes the hash.
 */
export function pageNames(names: readonly string[]): ReadonlyMap<string, string> {
  const count = new Map<string, number>();
  for (const name of names) {
    const key = folded(fileStem(name));
    count.set(key, (count.get(key) ?? 0) + 1);
  }
  return new Map(
    names.map((name) => {
      const stem = fileStem(name);
      const isAlone = count.get(folded(stem)) === 1;
      return [name, isAlone ? stem : `${stem}~${hashOf(name)}`];
    }),
  );
}

function hashOf(name: string): string {
  return createHash("sha256").update(name).digest("hex").slice(0, 16);
}
