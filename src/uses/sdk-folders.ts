import { dirname, join } from "node:path/posix";
import { ts } from "ts-morph";
import { generatedMark } from "../code/generated-mark.js";
import { runtimePackage } from "../code/runtime-package.js";

/** Finds generated SDKs: in a repository, or compiled to declarations in a package. */
export interface SdkFolders {
  /** The absolute folder of the SDK that a file belongs to; `undefined` for any other file. */
  readonly of: (file: string) => string | undefined;
  /** The folders seen so far, sorted. */
  readonly seen: () => readonly string[];
}

/** Recognizes an SDK's folder by its content, and generated files among a user's own by their first line. */
export function sdkFolders(): SdkFolders {
  const known = new Map<string, string | undefined>();
  const files = new Map<string, string | undefined>();
  const find = (folder: string): string | undefined => {
    if (known.has(folder)) return known.get(folder);
    const above = dirname(folder);
    const top = above === folder || folder.endsWith("/node_modules");
    const found = isSdk(folder) ? folder : top ? undefined : find(above);
    known.set(folder, found);
    return found;
  };
  const of = (file: string): string | undefined => {
    if (files.has(file)) return files.get(file);
    const folder = find(dirname(file));
    const own = folder !== undefined && (isCompiled(file) || isMarked(file)) ? folder : undefined;
    files.set(file, own);
    return own;
  };
  return { of, seen: () => [...new Set(files.values())].filter((folder) => folder !== undefined).sort() };
}

function isSdk(folder: string): boolean {
  const has = (name: string): boolean =>
    ["ts", "d.ts"].some((extension) => ts.sys.fileExists(join(folder, `${name}.${extension}`)));
  return has("index") && has("contract") && (has("runtime/index") || hasRuntimePackage(folder));
}

function hasRuntimePackage(folder: string): boolean {
  const texts = ["index.ts", "index.d.ts"].map((name) => ts.sys.readFile(join(folder, name)) ?? "");
  return texts.some((text) => text.includes(`from "${runtimePackage}"`));
}

/** Declarations lose the first line. */
function isCompiled(file: string): boolean {
  return file.endsWith(".d.ts");
}

function isMarked(file: string): boolean {
  const text = ts.sys.readFile(file);
  return text === undefined || text.startsWith(generatedMark);
}
