import { readFileSync, realpathSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { decodeUri } from "../contract/uri-key.js";
import { decodeUtf8 } from "./decode-utf8.js";

/** A schema file and the files beside it that its references lead to, by path below their common folder. */
export interface SchemaFiles {
  /** The folder, as the file system has it; nothing outside of it was read. */
  readonly root: string;
  readonly path: string;
  readonly files: ReadonlyMap<string, string>;
}

/** Files that one schema may lead to at most. */
const MAX_FILES = 10_000;
const references = /"\$ref"\s*:\s*("(?:[^"\\\n]|\\.)*")/g;

/**
 * Reads a schema file, and every file below `root` that a relative `$ref` leads to. What is not there, is no text or
 * lies outside is left for the loader to tell. Throws the file system's error when the schema itself cannot be read.
 */
export function readSchema(file: string, root: string): SchemaFiles {
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
    for (const reference of relativePaths(text)) {
      const next = resolved(join(dirname(path), reference));
      if (next !== undefined && !nameOf(next).startsWith("..")) pending.push(next);
    }
  }
  return { root: top, path: nameOf(first), files };
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

/** The paths that relative references of a schema lead to, decoded; a scheme, a leading slash or an anchor is none. */
function relativePaths(text: string): string[] {
  return [...text.matchAll(references)].flatMap(([, literal = ""]) => {
    const [path = ""] = withoutEscapes(literal).split(/[?#]/);
    return path === "" || /^(?:[a-z][a-z0-9+.-]*:|\/)/i.test(path) ? [] : decodeUri(path);
  });
}

function withoutEscapes(literal: string): string {
  try {
    return String(JSON.parse(literal));
  } catch {
    return "";
  }
}
