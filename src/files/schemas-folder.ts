import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * The schemas folder that a file belongs to: the nearest folder above it with a contract file. Looks no further than
 * the root of the repository or package, so that nothing of another project is taken for it.
 */
export function schemasFolderOf(file: string): string | undefined {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    if (contractFileNames.some((name) => existsSync(join(folder, name)))) return folder;
    if (rootMarks.some((name) => existsSync(join(folder, name))) || dirname(folder) === folder)
      return undefined;
  }
}

/** What a schemas folder is known by. */
export const contractFileNames: readonly string[] = ["contract.json", "contract.yaml", "contract.yml"];
/** What the root of a package is known by. */
export const packageFile = "package.json";
const rootMarks = [".git", packageFile];
