import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The root of this repository. */
export const repository = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** A folder of real data beside the repository, or `undefined` where it was not given. */
export function sharedData(name: string): string | undefined {
  const folder = join(repository, "..", "shared", "data", name);
  if (existsSync(folder)) return folder;
  console.warn(`SKIPPED: there is no ${folder}, so what needs it is not tested here.`);
  return undefined;
}
