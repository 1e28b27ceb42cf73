import { join } from "node:path";
import { isObject, type Json, type JsonObject, member } from "../json/json.js";
import { findTsConfig } from "./find-tsconfig.js";
import { foldersUp } from "./folders-up.js";
import { readText } from "./read-text.js";
import type { TsConfig } from "./read-tsconfig.js";

/** The npm project that a folder belongs to. */
export interface Project {
  /** The folder of the nearest `package.json`. */
  readonly root: string;
  /** True when its files are ES modules. */
  readonly isModule: boolean;
  /** The range under which it, or a project around it, depends on a package in whatever way; `undefined` if none does. */
  readonly rangeOf: (name: string) => string | undefined;
  /** The version of a package that is installed for it. */
  readonly installed: (name: string) => string | undefined;
  /** The nearest `tsconfig.json`, or the one that it refers to for the folder's files, if it can be read. */
  readonly tsconfig: TsConfig | undefined;
  /** The text of a file beside its `package.json`, such as `.prettierignore`; `undefined` without one. */
  readonly textOf: (name: string) => string | undefined;
}

/** Reads the project of a folder, which need not exist; `undefined` when no `package.json` is around it. */
export function readProject(folder: string): Project | undefined {
  const folders = [...foldersUp(folder)];
  const packages = folders.flatMap((each) => {
    const value = readJson(join(each, "package.json"));
    return value === undefined ? [] : [{ folder: each, value }];
  });
  const [own] = packages;
  if (own === undefined) return undefined;
  const inside = folders.slice(0, folders.indexOf(own.folder) + 1);
  const outermost = packages.at(-1) ?? own;
  const around = folders.slice(inside.length, folders.indexOf(outermost.folder) + 1);
  return {
    root: own.folder,
    isModule: member(own.value, "type") === "module",
    rangeOf: (name) => packages.map(({ value }) => rangeIn(value, name)).find((range) => range !== undefined),
    installed: (name) => {
      const found = folders.map((each) => readJson(join(each, "node_modules", name, "package.json")));
      const version = found
        .map((value) => value && member(value, "version"))
        .find((each) => each !== undefined);
      return typeof version === "string" ? version : undefined;
    },
    tsconfig: findTsConfig(folder, inside, around),
    textOf: (name) => readText(join(own.folder, name)),
  };
}

const kinds = ["dependencies", "peerDependencies", "optionalDependencies", "devDependencies"];

function rangeIn(value: JsonObject, name: string): string | undefined {
  for (const kind of kinds) {
    const list = member(value, kind);
    const range = isObject(list) ? member(list, name) : undefined;
    if (typeof range === "string") return range;
  }
  return undefined;
}

function readJson(path: string): JsonObject | undefined {
  try {
    const value = JSON.parse(readText(path) ?? "") as Json;
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
