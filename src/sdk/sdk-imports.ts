import { posix } from "node:path";
import { importEndings, type SdkSettings } from "../contract/contract.js";

/** The package that an SDK imports its runtime from, if the contract says so. */
const runtimePackage = "@rabbitgen/runtime";

/**
 * The modules of an SDK, which import each other as `./x.js`, with the imports that the contract asks for: another
 * ending, and the runtime from its package. Only import and export declarations and `import()` are looked at: what
 * schemas say is in comments and literals.
 */
export function withSdkImports(
  files: ReadonlyMap<string, string>,
  { importExtension, runtime }: SdkSettings,
): Map<string, string> {
  if (importExtension === ".js" && runtime === "copy") return new Map(files);
  const specifier = (path: string, from: string): string => {
    const target = posix.join(posix.dirname(from), path);
    if (runtime === "package" && target.startsWith("runtime/")) return inPackage(target);
    return `${path}${importEndings[importExtension]}`;
  };
  return new Map(
    [...files].map(([from, text]) => [
      from,
      from.endsWith(".ts") ? rewritten(text, (path) => specifier(path, from)) : text,
    ]),
  );
}

function inPackage(target: string): string {
  const path = target.replace(/^runtime\//, "");
  return path === "index" ? runtimePackage : `${runtimePackage}/${path}`;
}

/** In code: only whole literals may precede it, and no part of a comment. */
const imported =
  /^((?:[^"'`*/\n]|"(?:[^"\\\n]|\\.)*")*\bvalidators: \(\) => import\()"(\.\.?\/[^"]*)\.js"\)/gm;

function rewritten(text: string, specifier: (path: string) => string): string {
  return text
    .replace(
      /^((?:import|export)\b.*|\} )from "(\.\.?\/[^"]*)\.js";$/gm,
      (_, start: string, path: string) => `${start}from "${specifier(path)}";`,
    )
    .replace(imported, (_, start: string, path: string) => `${start}"${specifier(path)}")`);
}
