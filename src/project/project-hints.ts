import { relative, sep } from "node:path";
import type { Project } from "../files/read-project.js";
import type { Json } from "../json/json.js";
import { ignoreHints } from "./ignore-hints.js";
import { majorOf } from "./major-version.js";

/** What an SDK needs besides amqplib. */
export interface SdkNeeds {
  /** The version of `@rabbitgen/runtime` that it was generated for; `undefined`: it has a copy of it. */
  readonly runtimeVersion: string | undefined;
}

/** The oldest amqplib with types of its own; with 0.10, messages with unusual headers stop a consumer. */
const oldestAmqplib = [1, 2] as const;

/**
 * What a project lacks for a generated SDK in `out` (absolute) to compile and run, one line each. Nothing where it
 * cannot be known, such as without a `tsconfig.json`.
 */
export function projectHints(project: Project, out: string, sdk: SdkNeeds): string[] {
  const { tsconfig } = project;
  const typescript = majorOf(project.installed("typescript") ?? project.rangeOf("typescript"));
  const compiler = tsconfig === undefined ? [] : compilerHints(project, tsconfig.options, out, typescript);
  return [...packageHints(project, sdk), ...compiler, ...ignoreHints(project, out)];
}

function packageHints(project: Project, sdk: SdkNeeds): string[] {
  const { rangeOf, installed } = project;
  const hasNodeTypes = rangeOf("@types/node") !== undefined || installed("@types/node") !== undefined;
  return [
    ...(sdk.runtimeVersion === undefined ? amqplibHints(project) : runtimeHints(project, sdk.runtimeVersion)),
    ...(hasNodeTypes
      ? []
      : ["package.json: @types/node is missing; run `npm install --save-dev @types/node`."]),
  ];
}

function amqplibHints({ rangeOf, installed }: Project): string[] {
  const range = rangeOf("amqplib");
  if (range === undefined) return ["package.json: amqplib is missing; run `npm install amqplib`."];
  if (!isOlder(installed("amqplib") ?? range, oldestAmqplib)) return [];
  const oldest = oldestAmqplib.join(".");
  return [`package.json: the SDK needs amqplib ${oldest} or newer; run \`npm install amqplib@latest\`.`];
}

/** The package brings amqplib along. */
function runtimeHints({ installed }: Project, version: string): string[] {
  if (installed("@rabbitgen/runtime") === version) return [];
  return [
    `package.json: the SDK needs @rabbitgen/runtime ${version}; run \`npm install --save-exact @rabbitgen/runtime@${version}\`.`,
  ];
}

type Options = ReadonlyMap<string, Json>;

function compilerHints(
  project: Project,
  options: Options,
  out: string,
  typescript: number | undefined,
): string[] {
  /** TypeScript 6 changed the defaults: `types` is empty, and targets are recent. */
  const isNew = typescript !== undefined && typescript >= 6;
  const hints: string[] = [];
  if (!project.isModule && needsModuleType(options, isNew))
    hints.push('package.json: add "type": "module", so that the SDK\'s files are ES modules.');
  if (unusualModules.has(String(options.get("module"))))
    hints.push('tsconfig.json: set "module" to "nodenext".');
  const types = options.get("types");
  if (Array.isArray(types) ? !types.some(isNodeTypes) : isNew)
    hints.push('tsconfig.json: add "node" to "types".');
  if (!isRecent(options, typescript))
    hints.push('tsconfig.json: set "target" (and "lib", if set) to "es2022" or newer.');
  const root = options.get("rootDir");
  if (typeof root === "string" && !isBelow(out, root))
    hints.push(
      `tsconfig.json: the SDK is outside "rootDir"; choose a folder in ${relative(project.root, root)}/ with --out.`,
    );
  return hints;
}

/** Formats that a Node program cannot load. */
const unusualModules: ReadonlySet<string> = new Set(["amd", "umd", "system", "none"]);

/** Files of a CommonJS package cannot be written as ES modules, or do not run as what the compiler makes of them. */
function needsModuleType(options: Options, isNew: boolean): boolean {
  const module = options.get("module");
  const followsPackage = typeof module === "string" && /^node/.test(module);
  if (followsPackage || module === "commonjs") return options.get("verbatimModuleSyntax") === true;
  if (options.get("moduleResolution") === "bundler" || options.get("noEmit") === true) return false;
  return typeof module === "string" ? /^es/.test(module) : isNew;
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

function isNodeTypes(each: Json): boolean {
  return each === "node" || each === "*" || (typeof each === "string" && /(?:^|\/)node(?:\/|$)/.test(each));
}

/** Whether a version, or the first one of a range, is older than this; a range without a minor may be met by a newer one. */
function isOlder(version: string, [major, minor]: readonly [number, number]): boolean {
  const [, first, second = "x"] = /(\d+)(?:\.(\d+))?/.exec(version) ?? [];
  if (first === undefined || Number(first) > major) return false;
  // ^1.0.0 allows 1.2, and so does 1
  return Number(first) < major || (/^\d/.test(version) && Number(second) < minor);
}

function isBelow(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way.split(sep)[0] !== "..";
}
