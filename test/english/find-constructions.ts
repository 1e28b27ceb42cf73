import { readFileSync } from "node:fs";
import { join } from "node:path";
import { constructionsIn } from "./constructions-in.js";
import { englishFiles } from "./english-files.js";
import type { Exception } from "./exceptions.js";
import { root } from "./root.js";

/** Files that quote the constructions: the list itself, and the page that explains it. */
const quoting = new Set(["test/english/constructions.ts", "test/english/english.test.ts", "CONTRIBUTING.md"]);

/** Each use of a construction in the given areas, and each exception that nothing uses, as a line of its own. */
export function findConstructions(
  areas: readonly string[],
  exceptions: readonly Exception[],
): readonly string[] {
  const unused = new Set(exceptions);
  const found: string[] = [];
  for (const file of englishFiles(areas)) {
    if (quoting.has(file)) continue;
    for (const { line, text, match, instead } of constructionsIn(
      file,
      readFileSync(join(root, file), "utf8"),
    )) {
      const exception = exceptions.find(
        ({ file: of, quote }) => of === file && quoted(text, quote, match.index),
      );
      if (exception) unused.delete(exception);
      else found.push(`${file}:${line}: "${around(text, match)}": write ${instead}`);
    }
  }
  for (const { file, quote } of unused) found.push(`${file}: unused exception "${quote}": remove it`);
  return found;
}

/** Whether a quote of the text includes the place of a match. */
function quoted(text: string, quote: string, index: number): boolean {
  const start = text.indexOf(quote);
  return start >= 0 && start <= index && index < start + quote.length;
}

function around(text: string, { index, 0: found }: RegExpExecArray): string {
  return text.slice(Math.max(0, index - 30), index + found.length + 30);
}
