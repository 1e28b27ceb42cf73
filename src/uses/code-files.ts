import { join } from "node:path/posix";
import { ts } from "ts-morph";

/** The files of code below some folders. */
export interface CodeFiles {
  /** Absolute real paths, sorted. */
  readonly files: readonly string[];
  readonly notes: readonly string[];
}

const source = /\.(?:[mc]?ts|tsx)$/;
const javaScript = /\.(?:[mc]?js|jsx)$/;
const declaration = /\.d(\.[mc]?ts)$/;
const leftOut = new Set(["node_modules", "bower_components", "dist", "build", "out", "coverage"]);

/**
 * Lists the TypeScript below the roots, and JavaScript in folders for which `withJavaScript` returns true. Leaves out
 * `node_modules`, `dist`, `build`, `out`, `coverage`, hidden folders, declarations beside their source, and symbolic
 * links: their targets are either listed where they are, or outside.
 */
export function codeFiles(
  roots: readonly string[],
  maxFiles: number,
  withJavaScript: (folder: string) => boolean,
): CodeFiles {
  const found = new Set<string>();
  const notes: string[] = [];
  let full = false;
  const add = (file: string): void => {
    if (found.has(file)) return;
    if (found.size >= maxFiles) full = true;
    else found.add(file);
  };
  const walk = (folder: string): void => {
    if (full) return;
    const js = withJavaScript(folder);
    const names = ts.sys.readDirectory(folder, undefined, undefined, ["*"], 1).map(baseOf).sort();
    for (const name of names) {
      const isCode = source.test(name) || (js && javaScript.test(name));
      const compiled = declaration.test(name) && names.includes(name.replace(declaration, "$1"));
      if (isCode && !compiled && isReal(join(folder, name))) add(join(folder, name));
    }
    for (const name of [...ts.sys.getDirectories(folder)].sort()) {
      if (!name.startsWith(".") && !leftOut.has(name) && isReal(join(folder, name))) walk(join(folder, name));
    }
  };
  for (const root of roots) {
    const real = realPath(root);
    if (ts.sys.directoryExists(real)) walk(real);
    else if (ts.sys.fileExists(real)) add(real);
    else notes.push(`Folder ${root} not found.`);
  }
  if (full)
    notes.push(`There are more than ${maxFiles} code files; only the first ${maxFiles} were searched.`);
  return { files: [...found].sort(), notes };
}

/** The path without symbolic links, with `/`. */
export function realPath(path: string): string {
  return (ts.sys.realpath?.(path) ?? path).replaceAll("\\", "/");
}

function isReal(path: string): boolean {
  return realPath(path) === path;
}

function baseOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
