import { resolve } from "node:path";
import { relative } from "node:path/posix";
import type { ts } from "ts-morph";
import { compareText } from "../code/compare-text.js";
import type { Use } from "../findings/finding.js";
import { codeFiles, realPath } from "./code-files.js";
import { codeProgram } from "./code-program.js";
import { compilerSettings } from "./compiler-settings.js";
import { fileHost } from "./file-host.js";
import { reachingFiles } from "./import-graph.js";
import { resolveModules } from "./resolve-modules.js";
import { scanFile, wordsIn } from "./scan-file.js";
import { sdkContract } from "./sdk-contract.js";
import { sdkFolders } from "./sdk-folders.js";
import { findTargets } from "./targets.js";
import type { UsesByKey, UsesOptions } from "./wanted.js";

/**
 * Finds where code uses a removed or changed field, through the types of the generated SDK that it imports: so it
 * follows destructuring, renames, and values that are passed on, and never confuses another property of the same name
 * with the event's. Reads files; does not throw for code that does not compile.
 */
export function findUses({ roots, base, wanted, sdk, maxFiles = 20_000 }: UsesOptions): UsesByKey {
  const top = realPath(base);
  const settings = compilerSettings(top);
  const absolute = roots.map((root) => resolve(top, root));
  const { files, notes } = codeFiles(absolute, maxFiles, (folder) => takesJavaScript(settings(folder)));
  const folders = sdkFolders();
  const host = fileHost(folders, sdk);
  const resolver = resolveModules(host, settings);
  const own = files.filter((file) => folders.of(file) === undefined);
  const isOwn = new Set(own);
  const reaching = reachingFiles(own, host, resolver, folders);
  const program = codeProgram(reaching, host, resolver);
  const checker = program.getTypeChecker();
  const targets = findTargets(wanted, sdkContract(program, folders), checker);
  const scan = scanFile(
    checker,
    targets,
    wordsIn(targets, wanted, program),
    (node) => folders.of(node.getSourceFile().fileName) !== undefined,
  );

  const uses = new Map<string, Map<string, Use>>([...wanted.keys()].map((key) => [key, new Map()]));
  const troubles: string[] = [];
  for (const file of reaching) {
    const source = program.getSourceFile(file);
    const name = relative(top, file);
    if (!source) {
      troubles.push(`${name} could not be read.`);
      continue;
    }
    try {
      for (const { key, node, what } of scan(source)) {
        const place = node.getSourceFile();
        if (!isOwn.has(place.fileName)) continue;
        const { line, character } = place.getLineAndCharacterOfPosition(node.getStart(place));
        const use = { file: relative(top, place.fileName), line: line + 1, column: character + 1, what };
        uses.get(key)?.set(JSON.stringify(use), use);
      }
    } catch (error) {
      troubles.push(`${name} was skipped: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return {
    uses: new Map([...uses].map(([key, found]) => [key, [...found.values()].sort(compareUses)])),
    unresolved: targets.unresolved,
    notes: [...notes, ...troubles],
    files: own.length,
    searched: reaching.length,
  };
}

function takesJavaScript({ allowJs, checkJs }: Readonly<ts.CompilerOptions>): boolean {
  return allowJs ?? checkJs ?? false;
}

function compareUses(a: Use, b: Use): number {
  return compareText(a.file, b.file) || a.line - b.line || a.column - b.column || compareText(a.what, b.what);
}
