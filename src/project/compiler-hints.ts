import { relative, sep } from "node:path";
import type { Project } from "../files/read-project.js";
import type { TsConfig } from "../files/read-tsconfig.js";
import type { Json } from "../json/json.js";
import { importHints } from "./import-hints.js";
import { majorOf } from "./major-version.js";
import { moduleHints } from "./module-hints.js";
import type { SdkNeeds } from "./read-sdk-needs.js";

/** Settings of the compiler without which an SDK in `out` (absolute) does not compile or run, one line each. */
export function compilerHints(project: Project, out: string, sdk: SdkNeeds): string[] {
  const { tsconfig, isModule, installed, rangeOf } = project;
  if (tsconfig === undefined) return [];
  const { options } = tsconfig;
  const version = installed("typescript") ?? rangeOf("typescript");
  const typescript = majorOf(version);
  /** TypeScript 6 changed the defaults: `types` is empty, and targets are recent. */
  const isNew = typescript !== undefined && typescript >= 6;
  const file = relative(project.root, tsconfig.path).split(sep).join("/");
  const needsType = !isModule && needsModuleType(options, isNew);
  const hints = [
    ...moduleHints(options, typescript),
    ...importHints(tsconfig, sdk.importExtension, version),
    ...(lacksNodeTypes(options, isNew) ? ['add "node" to "types".'] : []),
    ...(isRecent(options, typescript) ? [] : ['set "target" (and "lib", if set) to "es2022" or newer.']),
    ...rootHints(project, options, out),
  ];
  return [
    ...(needsType ? ['package.json: add "type": "module", so that the SDK\'s files are ES modules.'] : []),
    ...hints.map((hint) => `${file}: ${hint}`),
  ];
}

type Options = TsConfig["options"];

/** Files of a CommonJS package cannot be written as ES modules, or do not run as what the compiler makes of them. */
function needsModuleType(options: Options, isNew: boolean): boolean {
  const module = options.get("module");
  const followsPackage = typeof module === "string" && /^node/.test(module);
  if (followsPackage) return options.get("verbatimModuleSyntax") === true;
  if (options.get("moduleResolution") === "bundler" || options.get("noEmit") === true) return false;
  return typeof module === "string" ? /^es/.test(module) : isNew;
}

function lacksNodeTypes(options: Options, isNew: boolean): boolean {
  const types = options.get("types");
  return Array.isArray(types) ? !types.some(isNodeTypes) : isNew;
}

function isNodeTypes(each: Json): boolean {
  return each === "node" || each === "*" || (typeof each === "string" && /(?:^|\/)node(?:\/|$)/.test(each));
}

/** Whether the library has what ES2022 has, and the target BigInt literals and the flag `s` of patterns (ES2020). */
function isRecent(options: Options, typescript: number | undefined): boolean {
  const lib = options.get("lib");
  const target = targetOf(options, typescript);
  const library = Array.isArray(lib) ? Math.max(...lib.map((each) => edition(String(each)))) : target;
  return target >= 2020 && library >= 2022;
}

function targetOf(options: Options, typescript: number | undefined): number {
  const target = options.get("target");
  if (typeof target === "string") return edition(target);
  const module = options.get("module");
  // node16 and nodenext imply a recent target.
  const isImplied = typeof module === "string" && /^node/.test(module);
  return isImplied || typescript === undefined || typescript >= 6 ? Number.POSITIVE_INFINITY : 5;
}

/** The edition of ECMAScript that a target or a whole library is of: 2022 of `es2022`, 0 of anything else. */
function edition(name: string): number {
  const [, digits] = /^es(\d+|next)(?:\.full)?$/.exec(name) ?? [];
  return digits === "next" ? Number.POSITIVE_INFINITY : Number(digits ?? 0);
}

function rootHints({ root }: Project, options: Options, out: string): string[] {
  const rootDir = options.get("rootDir");
  if (typeof rootDir !== "string" || isBelow(out, rootDir)) return [];
  return [`the SDK is outside "rootDir"; choose a folder in ${relative(root, rootDir)}/ with --out.`];
}

function isBelow(path: string, folder: string): boolean {
  return relative(folder, path).split(sep)[0] !== "..";
}
