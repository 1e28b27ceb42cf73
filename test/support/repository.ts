import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The root of this repository. */
export const repository = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** A folder of real data that was fetched or lies beside the repository, or `undefined` where there is none. */
export function sharedData(name: string): string | undefined {
  const folder = join(repository, "..", "shared", "data", name);
  const found = [join(repository, ".cache", name), folder].find((path) => existsSync(path));
  if (found !== undefined) return found;
  console.warn(`SKIPPED: there is no ${folder}, so what needs it is not tested here.`);
  return undefined;
}
