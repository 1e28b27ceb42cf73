import { createHash } from "node:crypto";
import { fileStem, folded } from "../code/names.js";

/**
 * File names for pages, without the extension: unique also where a file system takes two cases of a letter for one. Of
 * names that would have the same one, each gets one of its own that does not depend on how many there are. No stem has
 * the `~` that stands in front of the hash.
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
