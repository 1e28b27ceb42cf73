import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { parse } from "jsonc-parser";
import { isObject, type Json, member } from "../json/json.js";

/** The compiler options that a `tsconfig.json` sets, those that it inherits included. */
export interface TsConfig {
  readonly path: string;
  /** By name; texts of choices in lower case, `rootDir` absolute. */
  readonly options: ReadonlyMap<string, Json>;
}

/** Longer chains of `extends` are a circle. */
const maxExtends = 20;

/**
 * Reads a `tsconfig.json` as the compiler does: JSON with comments, `extends` by path or package. `undefined` when the
 * file, or one that it extends, cannot be read, or when it only refers to other projects: then nothing is certain.
 */
export function readTsConfig(path: string): TsConfig | undefined {
  const own = readFile(path);
  if (!own || (Array.isArray(own["references"]) && isEmptyList(own["files"]))) return undefined;
  const options = optionsOf(path, 0);
  return options && { path, options };
}

function optionsOf(path: string, depth: number): Map<string, Json> | undefined {
  const file = depth > maxExtends ? undefined : readFile(path);
  if (!file) return undefined;
  const options = new Map<string, Json>();
  const bases = [member(file, "extends") ?? []].flat() as readonly Json[];
  for (const base of bases) {
    const found = typeof base === "string" ? locate(base, dirname(path)) : undefined;
    const inherited = found === undefined ? undefined : optionsOf(found, depth + 1);
    if (!inherited) return undefined;
    for (const [name, value] of inherited) options.set(name, value);
  }
  const own = member(file, "compilerOptions");
  for (const [name, value] of Object.entries(isObject(own) ? own : {}))
    options.set(name, read(name, value, path));
  return options;
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
