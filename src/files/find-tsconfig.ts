import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { includesFile } from "./includes-file.js";
import { projectReferences, readTsConfig, type TsConfig } from "./read-tsconfig.js";

/**
 * The settings by which the files of a folder are compiled: the nearest `tsconfig.json` in the folders `inside` its
 * package, or `above` it where the package has none; of settings that only refer to others, those that include the
 * folder. `undefined` where that is not certain.
 */
export function findTsConfig(
  folder: string,
  inside: readonly string[],
  above: readonly string[],
): TsConfig | undefined {
  const own = nearest(inside);
  const path = own ?? (inside.some(hasOthers) ? undefined : nearest(above));
  if (path === undefined) return undefined;
  const file = join(folder, "index.ts");
  const references = projectReferences(path);
  if (references === undefined) {
    const found = readTsConfig(path);
    return found && (own !== undefined || includesFile(path, found.lists, file)) ? found : undefined;
  }
  const read = references.map(readTsConfig);
  const including = read.filter((each) => each && includesFile(each.path, each.lists, file));
  return read.includes(undefined) || including.length > 1 ? undefined : including[0];
}

function nearest(folders: readonly string[]): string | undefined {
  return folders.map((each) => join(each, "tsconfig.json")).find(existsSync);
}

/** Settings under another name, such as `tsconfig.build.json`. */
function hasOthers(folder: string): boolean {
  return existsSync(folder) && readdirSync(folder).some((name) => /^(?:js|ts)config\b.*\.json$/.test(name));
}
