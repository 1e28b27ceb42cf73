import { dirname, relative, sep } from "node:path";
import type { Json } from "../json/json.js";

/** Which files a `tsconfig.json` names, each list with the file that has it; `undefined` where it has none. */
export interface FileLists {
  readonly files: FileList | undefined;
  readonly include: FileList | undefined;
  readonly exclude: FileList | undefined;
}

/** Paths or patterns, relative to the folder of the settings that they are in. */
export interface FileList {
  readonly from: string;
  readonly patterns: readonly Json[];
}

/** Whether the patterns of settings include a file (absolute), as the compiler reads them. */
export function includesFile(
  settings: string,
  { files, include, exclude }: FileLists,
  file: string,
): boolean {
  const everything = { from: settings, patterns: files === undefined ? ["**/*"] : [] };
  const without = exclude ?? { from: settings, patterns: ["**/node_modules"] };
  return matches(include ?? everything, file, "include") && !matches(without, file, "exclude");
}

function matches({ from, patterns }: FileList, file: string, use: "include" | "exclude"): boolean {
  const path = relative(dirname(from), file).split(sep).join("/");
  return patterns.some((each) => typeof each === "string" && expression(each, use).test(path));
}

/** `*` and `?` are within a name, `**` is any folders; a name without an ending is a folder with everything in it. */
function expression(pattern: string, use: "include" | "exclude"): RegExp {
  const names = pattern.replace(/^\.\//, "").replace(/\/$/, "").split("/");
  const isFolder = !/[.*?]/.test(names.at(-1) ?? "") || names.at(-1) === ".";
  const whole = names.at(-1) === "**" ? names.slice(0, -1) : names;
  const all = use === "exclude" ? whole : isFolder ? [...names, "**", "*"] : names;
  const parts = all.filter((name) => name !== ".").map(part);
  return new RegExp(`^${parts.join("").replace(/\/$/, "")}${use === "exclude" ? "(?:/|$)" : "$"}`);
}

function part(name: string): string {
  if (name === "**") return "(?:[^/]+/)*";
  const text = name.replaceAll(/[\\^$.|+()[\]{}]/g, "\\$&");
  return `${text.replaceAll("*", "[^/]*").replaceAll("?", "[^/]")}/`;
}
