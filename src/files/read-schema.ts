import { readFileSync, realpathSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { isExamplesFolder } from "../contract/layout.js";
import { parseSource } from "../contract/parse-source.js";
import { decodeUri } from "../contract/uri-key.js";
import { isObject, type Json, member } from "../json/json.js";
import { decodeUtf8 } from "./decode-utf8.js";
import { readFolder } from "./read-folder.js";

/** A schema file and the files beside it that its references lead to, by path below their common folder. */
export interface ReadSchemaFiles {
  /** The folder, as the file system has it; nothing outside of it was read. */
  readonly root: string;
  readonly path: string;
  readonly files: ReadonlyMap<string, string>;
}

/** Files that one schema may lead to at most. */
export const MAX_FILES = 10_000;

/**
 * Reads a schema file, and every file below `root` that a relative `$ref` leads to. The loader reports files that are
 * missing, outside the folder, or not text. Throws the file system's error when the schema itself cannot be read.
 */
export function readSchema(file: string, root: string): ReadSchemaFiles {
  const top = realpathSync.native(root);
  const first = realpathSync.native(file);
  const nameOf = (path: string): string => relative(top, path).split(sep).join("/");
  const files = new Map<string, string>();
  const pending = [first];
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    const name = nameOf(path);
    if (files.has(name) || files.size >= MAX_FILES) continue;
    const text = textOf(path, path === first);
    if (text === undefined) continue;
    files.set(name, text);
    for (const reference of referencesIn(name, text)) {
      const next = resolved(join(dirname(path), reference));
      if (next !== undefined && !nameOf(next).startsWith("..")) pending.push(next);
    }
  }
  return { root: top, path: nameOf(first), files };
}

/** A schema file with all files of its schemas folder but examples; `undefined` where it is not one that is read. */
export function readWithin(file: string, root: string): ReadSchemaFiles | undefined {
  const top = realpathSync.native(root);
  const path = relative(top, realpathSync.native(file)).split(sep).join("/");
  const { files } = readFolder(top, isExamplesFolder);
  return files.has(path) ? { root: top, path, files } : undefined;
}

/** The files that a text refers to by relative paths; none of a text with errors, which the loader reports. */
export function referencesIn(name: string, text: string): readonly string[] {
  if (!text.includes("$ref")) return [];
  const { source } = parseSource(name, text);
  const references = new Set<string>();
  const pending: Json[] = source === undefined ? [] : [source.value];
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    if (typeof value !== "object" || value === null) continue;
    const reference = isObject(value) ? member(value, "$ref") : undefined;
    for (const path of typeof reference === "string" ? relativePath(reference) : []) references.add(path);
    for (const inner of Object.values(value)) pending.push(inner as Json);
  }
  return [...references];
}

function textOf(path: string, isNeeded: boolean): string | undefined {
  try {
    return decodeUtf8(readFileSync(path));
  } catch (error) {
    if (isNeeded) throw error;
    return undefined;
  }
}

function resolved(path: string): string | undefined {
  try {
    return realpathSync.native(path);
  } catch {
    return undefined;
  }
}

/** The path of a relative reference, decoded; one with a scheme, a leading slash or an anchor alone has none. */
function relativePath(reference: string): string[] {
  const [path = ""] = reference.split(/[?#]/);
  return path === "" || /^(?:[a-z][a-z0-9+.-]*:|\/)/i.test(path) ? [] : [decodeUri(path)].flat();
}
