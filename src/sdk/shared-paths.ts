import { createHash } from "node:crypto";
import { fileStem } from "../code/names.js";
import type { Definition, Location } from "../contract/schema.js";
import type { TypeName } from "../types/type-names.js";

/**
 * The paths of the modules of shared validators: beside the module of the file's types, each by the name of its type. A name
 * that differs from another in case alone has a hash behind it.
 */
export function sharedPaths(
  definitions: readonly Definition[],
  types: ReadonlyMap<Location, TypeName>,
): ReadonlyMap<Location, string> {
  const paths = new Map<Location, string>();
  const taken = new Set<string>();
  for (const { location } of definitions) {
    const { module = "", name = "" } = types.get(location) ?? {};
    if (!module.startsWith("shared/")) continue;
    const folder = module.replace(/\.ts$/, "");
    const usual = `${folder}/${fileStem(name)}`;
    const path = taken.has(usual.toLowerCase()) ? `${usual}-${hashOf(name)}` : usual;
    taken.add(path.toLowerCase());
    paths.set(location, `${path}.validators.ts`);
  }
  return paths;
}

function hashOf(name: string): string {
  return createHash("sha256").update(name).digest("hex").slice(0, 8);
}
