import type { ImportExtension } from "../contract/contract.js";

const endings: Readonly<Record<ImportExtension, string>> = { ".js": ".js", ".ts": ".ts", none: "" };

/**
 * The modules of an SDK, which import each other as `./x.js`, with the ending that the contract asks for. Only import
 * and export declarations and `import()` are looked at: what schemas say is in comments and literals.
 */
export function withImportExtension(
  files: ReadonlyMap<string, string>,
  extension: ImportExtension,
): Map<string, string> {
  if (extension === ".js") return new Map(files);
  return new Map(
    [...files].map(([path, text]) => [
      path,
      path.endsWith(".ts") ? rewritten(text, endings[extension]) : text,
    ]),
  );
}

/** In code: whole literals may stand in front, and nothing of a comment. */
const imported =
  /^((?:[^"'`*/\n]|"(?:[^"\\\n]|\\.)*")*\bvalidators: \(\) => import\()"(\.\.?\/[^"]*)\.js"\)/gm;

function rewritten(text: string, ending: string): string {
  return text
    .replace(/^((?:import|export)\b.*|\} )from "(\.\.?\/[^"]*)\.js";$/gm, `$1from "$2${ending}";`)
    .replace(imported, `$1"$2${ending}")`);
}
