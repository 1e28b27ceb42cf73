import { existsSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { repository } from "./repository.js";

const known = new Map<string, boolean>();

/** Whether a test file, or a helper in `test` that it imports, starts other programs or threads: compilers, git, rabbitgen. */
export function startsPrograms(file: string): boolean {
  const before = known.get(file);
  if (before !== undefined) return before;
  known.set(file, false); // what imports in a circle asks again
  const text = readFileSync(join(repository, file), "utf8");
  const found =
    /from "node:(?:child_process|worker_threads)"/.test(text) ||
    [...text.matchAll(/from "(\.[^"]+)\.js"/g)]
      .map(([, specifier = ""]) => `${posix.join(posix.dirname(file), specifier)}.ts`)
      .some((path) => path.startsWith("test/") && existsSync(join(repository, path)) && startsPrograms(path));
  known.set(file, found);
  return found;
}
