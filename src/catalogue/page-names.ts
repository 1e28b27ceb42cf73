import { fileStem, folded } from "../contract/names.js";

/** File names for pages, without the extension: unique also where a file system takes two cases of a letter for one. */
export function pageNames(names: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  return new Map(
    names.map((name) => {
      const stem = fileStem(name);
      let free = stem;
      for (let number = 2; taken.has(folded(free)); number += 1) free = `${stem}-${number}`;
      taken.add(folded(free));
      return [name, free];
    }),
  );
}
