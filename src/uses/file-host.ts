import { ts } from "ts-morph";
import type { SdkFolders } from "./sdk-folders.js";

/** Reads files; those of a generated SDK may come from elsewhere. */
export interface FileHost extends ts.ModuleResolutionHost {
  readonly realpath: (path: string) => string;
}

const validators = /\/(?:events\/[^/]+|shared)\/.+\.validators\.ts$/;

/**
 * The file system, with `sdk` in place of the files of each generated SDK that has an event in common with it. Modules of
 * validators are long and irrelevant to types, so they read as empty.
 */
export function fileHost(folders: SdkFolders, sdk: ReadonlyMap<string, string> = new Map()): FileHost {
  const events = [...new Set([...sdk.keys()].flatMap((path) => /^events\/[^/]+/.exec(path) ?? []))];
  const replaced = new Map<string, boolean>();
  const standIn = (path: string): string | undefined => {
    const folder = sdk.size === 0 ? undefined : folders.of(path);
    if (folder === undefined) return undefined;
    const common =
      replaced.get(folder) ?? events.some((event) => ts.sys.directoryExists(`${folder}/${event}`));
    replaced.set(folder, common);
    return common ? sdk.get(path.slice(folder.length + 1)) : undefined;
  };
  return {
    fileExists: (path) => standIn(path) !== undefined || ts.sys.fileExists(path),
    readFile: (path) => {
      if (validators.test(path) && folders.of(path) !== undefined) return "export {};\n";
      return standIn(path) ?? ts.sys.readFile(path);
    },
    directoryExists: (path) => ts.sys.directoryExists(path),
    getDirectories: (path) => ts.sys.getDirectories(path),
    getCurrentDirectory: () => ts.sys.getCurrentDirectory(),
    realpath: (path) => (ts.sys.realpath?.(path) ?? path).replaceAll("\\", "/"),
    useCaseSensitiveFileNames: ts.sys.useCaseSensitiveFileNames,
  };
}
