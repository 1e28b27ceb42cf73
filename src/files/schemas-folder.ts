import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * The schemas folder that a file belongs to: the nearest folder above it with a contract file. Looks no further than
 * the root of the repository or package, so that nothing of another project is taken for it.
 */
export function schemasFolderOf(file: string): string | undefined {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    if (contractFiles.some((name) => existsSync(join(folder, name)))) return folder;
    if (rootMarks.some((name) => existsSync(join(folder, name))) || dirname(folder) === folder)
      return undefined;
  }
}

const contractFiles = ["contract.json", "contract.yaml", "contract.yml"];
const rootMarks = [".git", "package.json"];
