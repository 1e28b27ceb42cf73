import { syntaxOf } from "./file-syntax.js";
import { type Layout, readLayout } from "./layout.js";
import { parseSource } from "./parse-source.js";
import { readLabelStyle } from "./read-settings.js";

/** The layout of a schemas folder from its files' texts: `contract.json` says how versions are labelled. */
export function layoutOf(files: ReadonlyMap<string, string>): Layout {
  const path = ["contract.json", "contract.yaml", "contract.yml"].find((name) => files.has(name));
  const { source } = path === undefined ? {} : parseSource(path, files.get(path) ?? "");
  return readLayout(files.keys(), readLabelStyle(source) ?? "any");
}

/** The files of a folder that are parsed. */
export function parsedPaths(files: ReadonlyMap<string, string>): string[] {
  return [...files.keys()].filter((path) => syntaxOf(path) !== undefined);
}
