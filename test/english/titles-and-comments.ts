import { proseOf } from "./prose.js";

/** The titles and comments of a test or bench, each on the line that it starts on, with the rest left out. */
export function titlesAndComments(file: string, content: string): string {
  const lines: string[] = [];
  for (const { line, kind, text } of proseOf(file, content)) {
    if (kind !== "title" && kind !== "comment") continue;
    lines[line - 1] = lines[line - 1] === undefined ? text : `${lines[line - 1]} ${text}`;
  }
  return Array.from(lines, (line) => line ?? "").join("\n");
}
