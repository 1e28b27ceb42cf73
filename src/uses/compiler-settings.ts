import { dirname, join } from "node:path/posix";
import { ts } from "ts-morph";

/** A project's options, of which only those count that affect module resolution, and whether it allows JavaScript. */
export type CompilerSettings = Readonly<ts.CompilerOptions>;

/**
 * Finds the settings for the files of a folder: those of the nearest `tsconfig.json` at or above it, up to `base`. Its
 * `include` and `files` do not count, since tests and scripts use events too. An `extends` that cannot be resolved is
 * ignored.
 */
export function compilerSettings(base: string): (folder: string) => CompilerSettings {
  const known = new Map<string, CompilerSettings>();
  const find = (folder: string): CompilerSettings => {
    const before = known.get(folder);
    if (before) return before;
    const file = join(folder, "tsconfig.json");
    const above = dirname(folder);
    const settings = ts.sys.fileExists(file)
      ? readSettings(file, new Set())
      : folder === base || above === folder
        ? {}
        : find(above);
    known.set(folder, settings);
    return settings;
  };
  return find;
}

function readSettings(file: string, seen: Set<string>): CompilerSettings {
  seen.add(file);
  const host: ts.ParseConfigFileHost = {
    ...ts.sys,
    readDirectory: () => [],
    onUnRecoverableConfigFileDiagnostic: () => undefined,
  };
  const parsed = ts.getParsedCommandLineOfConfigFile(file, {}, host);
  if (!parsed) return {};
  if (parsed.options.paths !== undefined) return parsed.options;
  // A `tsconfig.json` that only references others, as Vite writes it, has its settings in them.
  const named = (parsed.projectReferences ?? [])
    .map((reference) => ts.resolveProjectReferencePath(reference).replaceAll("\\", "/"))
    .filter((path) => !seen.has(path) && dirname(path) === dirname(file) && ts.sys.fileExists(path))
    .map((path) => readSettings(path, seen));
  return { ...Object.assign({}, ...named), ...parsed.options };
}
