import { createRequire } from "node:module";

const load = createRequire(import.meta.url);

/**
 * An installed CommonJS package, or a JSON file of one, loaded at the first call for it and not before: some take as long
 * to load as all the rest, and most commands do without them. Throws when it is not installed.
 */
export function loadPackage(specifier: string): unknown {
  return load(specifier);
}
