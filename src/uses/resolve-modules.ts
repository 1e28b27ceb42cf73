import { dirname } from "node:path/posix";
import { ts } from "ts-morph";
import type { CompilerSettings } from "./compiler-settings.js";
import type { FileHost } from "./file-host.js";
import { workspaceSource } from "./workspace-source.js";

/** Finds the module that a file imports by this name. */
export type ResolveModule = (specifier: string, from: string) => ts.ResolvedModuleFull | undefined;

/**
 * Resolves as bundlers do, which finds whatever the other ways find in code that compiles, with what the file's
 * `tsconfig.json` says of paths and conditions.
 */
export function resolveModules(
  host: FileHost,
  settingsOf: (folder: string) => CompilerSettings,
): ResolveModule {
  const caches = new Map<CompilerSettings, readonly [ts.CompilerOptions, ts.ModuleResolutionCache]>();
  const forFolder = (folder: string): readonly [ts.CompilerOptions, ts.ModuleResolutionCache] => {
    const settings = settingsOf(folder);
    const before = caches.get(settings);
    if (before) return before;
    const { allowJs, baseUrl, customConditions, paths, rootDirs } = settings;
    const given = { baseUrl, customConditions, paths, pathsBasePath: settings["pathsBasePath"], rootDirs };
    const options: ts.CompilerOptions = {
      ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
      allowJs: allowJs === true,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      allowImportingTsExtensions: true,
    };
    const cache = ts.createModuleResolutionCache(ts.sys.getCurrentDirectory(), (name) => name, options);
    caches.set(settings, [options, cache]);
    return [options, cache];
  };
  return (specifier, from) => {
    const [options, cache] = forFolder(dirname(from));
    const { resolvedModule } = ts.resolveModuleName(specifier, from, options, host, cache);
    if (resolvedModule) return resolvedModule;
    const source = workspaceSource(specifier, from, host, settingsOf);
    return source === undefined ? undefined : { resolvedFileName: source, extension: ts.Extension.Ts };
  };
}
