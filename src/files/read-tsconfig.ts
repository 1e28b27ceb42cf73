import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { parse } from "jsonc-parser";
import { isObject, type Json, member } from "../json/json.js";
import type { FileLists } from "./includes-file.js";

/** The compiler options that a `tsconfig.json` sets, those that it inherits included. */
export interface TsConfig {
  readonly path: string;
  /** By name; texts of choices in lower case, `rootDir` absolute. */
  readonly options: ReadonlyMap<string, Json>;
  /** Which files it is for. */
  readonly lists: FileLists;
}

/** Longer chains of `extends` are a circle. */
const maxExtends = 20;

/**
 * Reads a `tsconfig.json` as the compiler does: JSON with comments, `extends` by path or package. `undefined` when the
 * file, or one that it extends, cannot be read, or when it only refers to other projects: then nothing is certain.
 */
export function readTsConfig(path: string): TsConfig | undefined {
  if (projectReferences(path) !== undefined) return undefined;
  const read = readChain(path, 0);
  return read && { path, options: read.options, lists: read.lists };
}

/** The settings that a `tsconfig.json` refers to, when it has no files of its own; `undefined` for any other one. */
export function projectReferences(path: string): readonly string[] | undefined {
  const own = readFile(path);
  const references = own?.["references"];
  if (!Array.isArray(references) || !isEmptyList(own?.["files"]) || own?.["include"] !== undefined)
    return undefined;
  return (references as readonly Json[]).flatMap((each) => {
    const to = isObject(each) ? member(each, "path") : undefined;
    return typeof to === "string" ? (firstFile(resolve(dirname(path), to)) ?? []) : [];
  });
}

interface Chain {
  readonly options: Map<string, Json>;
  readonly lists: FileLists;
}

function readChain(path: string, depth: number): Chain | undefined {
  const file = depth > maxExtends ? undefined : readFile(path);
  if (!file) return undefined;
  const options = new Map<string, Json>();
  let lists: FileLists = { files: undefined, include: undefined, exclude: undefined };
  const bases = [member(file, "extends") ?? []].flat() as readonly Json[];
  for (const base of bases) {
    const found = typeof base === "string" ? locate(base, dirname(path)) : undefined;
    const inherited = found === undefined ? undefined : readChain(found, depth + 1);
    if (!inherited) return undefined;
    for (const [name, value] of inherited.options) options.set(name, value);
    lists = override(lists, inherited.lists);
  }
  const own = member(file, "compilerOptions");
  for (const [name, value] of Object.entries(isObject(own) ? own : {}))
    options.set(name, read(name, value, path));
  return { options, lists: override(lists, listsOf(file, path)) };
}

function override(lists: FileLists, by: FileLists): FileLists {
  return {
    files: by.files ?? lists.files,
    include: by.include ?? lists.include,
    exclude: by.exclude ?? lists.exclude,
  };
}

function listsOf(file: Record<string, Json>, from: string): FileLists {
  const list = (value: Json | undefined) =>
    Array.isArray(value) ? { from, patterns: value as readonly Json[] } : undefined;
  return { files: list(file["files"]), include: list(file["include"]), exclude: list(file["exclude"]) };
}

function read(name: string, value: Json, path: string): Json {
  if (name === "rootDir" && typeof value === "string") return resolve(dirname(path), value);
  const lower = (each: Json): Json => (typeof each === "string" ? each.toLowerCase() : each);
  return Array.isArray(value) ? value.map(lower) : lower(value);
}

/** The file that `extends` names: a path beside the file, or a file of a package that is installed above it. */
function locate(base: string, folder: string): string | undefined {
  const isPath = isAbsolute(base) || /^\.{1,2}(?:\/|$)/.test(base);
  if (isPath) return firstFile(resolve(folder, base));
  for (let at = folder; ; at = dirname(at)) {
    const found = firstFile(join(at, "node_modules", base));
    if (found !== undefined || at === dirname(at)) return found;
  }
}

function firstFile(path: string): string | undefined {
  const candidates = [path, `${path}.json`, join(path, "tsconfig.json")];
  return candidates.find((each) => existsSync(each) && statSync(each).isFile());
}

function readFile(path: string): Record<string, Json> | undefined {
  try {
    const value = parse(readFileSync(path, "utf8"), [], { allowTrailingComma: true }) as Json;
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isEmptyList(value: Json | undefined): boolean {
  return Array.isArray(value) && value.length === 0;
}
