import type { TsConfig } from "../files/read-tsconfig.js";

type Options = TsConfig["options"];

/** What to change in `module` and the options that depend on it, one text each. */
export function moduleHints(options: Options, typescript: number | undefined): string[] {
  const module = String(options.get("module") ?? "");
  const resolution = options.get("moduleResolution");
  /** Before TypeScript 6 a recent target means `es2015`, and every kind of ES module `classic`. */
  const hasOldDefaults = typescript !== undefined && typescript < 6;
  if (unusualModules.has(module) || (module === "" && hasOldDefaults && resolution === undefined))
    return ['set "module" to "nodenext".'];
  const hints: string[] = [];
  if (
    module === "es2015" ||
    module === "es6" ||
    (module === "" && hasOldDefaults && isForAnyModule(resolution))
  )
    hints.push('set "module" to "es2022", since the SDK has dynamic imports.');
  if (resolution === "classic" || (resolution === undefined && hasOldDefaults && /^es/.test(module))) {
    const better = module === "commonjs" && hasOldDefaults ? "node10" : "bundler";
    hints.push(`set "moduleResolution" to "${better}", since "classic" finds no packages.`);
  }
  if (module === "commonjs" && options.get("verbatimModuleSyntax") === true)
    hints.push('remove "verbatimModuleSyntax", which forbids imports where "module" is "commonjs".');
  return hints;
}

/** Formats that a Node program cannot load. */
const unusualModules: ReadonlySet<string> = new Set(["amd", "umd", "system", "none"]);

function isForAnyModule(resolution: unknown): boolean {
  return ["bundler", "node", "node10", "classic"].includes(String(resolution));
}
