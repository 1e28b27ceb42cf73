import type { ImportExtension } from "../contract/contract.js";
import type { TsConfig } from "../files/read-tsconfig.js";
import { isOlder } from "./is-older.js";

/** What to change so that the compiler finds what the SDK's imports name, one text each. */
export function importHints(
  { options }: TsConfig,
  extension: ImportExtension,
  typescript: string | undefined,
): string[] {
  if (extension === "none") {
    const resolution = options.get("moduleResolution") ?? options.get("module");
    return /^node(?:\d\d|next)$/.test(String(resolution)) && resolution !== "node10"
      ? [
          'set "module" to "esnext" and "moduleResolution" to "bundler", or "importExtension" in contract.json to ".js": Node finds no files without an ending.',
        ]
      : [];
  }
  const allows = ["allowImportingTsExtensions", "rewriteRelativeImportExtensions"];
  if (extension !== ".ts" || allows.some((name) => options.get(name) === true)) return [];
  const emitsNone = options.get("noEmit") === true || options.get("emitDeclarationOnly") === true;
  // the option that lets the compiler write files, too, is of 5.7
  const isOld = typescript !== undefined && isOlder(typescript, [5, 7]);
  const allow = '"allowImportingTsExtensions"';
  const what = emitsNone ? allow : isOld ? `${allow} and "noEmit"` : '"rewriteRelativeImportExtensions"';
  return [`set ${what} to true, since the SDK's imports end with ".ts".`];
}
