import { join } from "node:path";
import { indentationOf } from "../code/indentation.js";
import { foldersUp } from "./folders-up.js";
import { readText } from "./read-text.js";

/** The indentation of the `package.json` nearest to a folder, which other JSON files there should share; two spaces without one. */
export function jsonIndentation(folder: string): string {
  for (const each of foldersUp(folder)) {
    const text = readText(join(each, "package.json"));
    if (text !== undefined) return indentationOf(text);
  }
  return indentationOf("");
}
