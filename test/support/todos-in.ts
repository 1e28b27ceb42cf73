import { readFileSync } from "node:fs";
import { join } from "node:path";
import { repository } from "./repository.js";

/** The lines of a file of the repository that still have a TODO, as `path:line: text`. */
export function todosIn(path: string): readonly string[] {
  return readFileSync(join(repository, path), "utf8")
    .split("\n")
    .flatMap((line, index) => (line.includes("TODO") ? [`${path}:${index + 1}: ${line.trim()}`] : []));
}
