import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { englishFiles } from "./english-files.js";
import { root } from "./root.js";
import { titlesAndComments } from "./titles-and-comments.js";

/** Folders whose files are checked as a whole: code, comments and texts. */
const whole = ["src/**/*.ts", "runtime/**/*.ts", "packages/*/*.md", "docs/**/*.md", "*.md"];
const inTests = "build/test-english";

/**
 * Checks the spelling of code, documentation, and titles and comments of tests and benches with cspell. Reports each word
 * that is in neither its dictionaries nor the project's, and each word of the project's that is not in use.
 */
export function checkSpelling(): readonly string[] {
  writeTitlesAndComments();
  const words = readFileSync(join(root, "cspell-words.txt"), "utf8").split("\n").filter(Boolean);
  const known = new Set(words);
  const unused = new Set(words);
  const found: string[] = [];
  for (const [place, word] of unknownWords()) {
    const entry = word.toLowerCase();
    unused.delete(entry);
    if (!known.has(entry))
      found.push(`${place}: unknown word "${word}": correct it, or add it to cspell-words.txt`);
  }
  const sorted = [...known].sort();
  if (words.join() !== sorted.join()) found.push("cspell-words.txt: sort it, with each word once");
  return [...found, ...[...unused].map((word) => `cspell-words.txt: "${word}" is not in use: remove it`)];
}

/** The titles and comments of tests and benches, each on the line that it has in its file. */
function writeTitlesAndComments(): void {
  rmSync(join(root, inTests), { recursive: true, force: true });
  for (const file of englishFiles(["bench", "test"])) {
    const target = join(root, inTests, `${file}.txt`);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, titlesAndComments(file, readFileSync(join(root, file), "utf8")));
  }
}

/** Every word that cspell's own dictionaries lack, with its place. */
function unknownWords(): readonly (readonly [place: string, word: string])[] {
  const cspell = join(root, "checks/node_modules/cspell/bin.mjs");
  const options = [
    "--config",
    "test/english/cspell.json",
    "--no-progress",
    "--no-summary",
    "--no-gitignore",
    "--no-config-search",
  ];
  const format = ["--issue-template", "$filename:$row:$col\t$text"];
  const files = [...whole, `${inTests}/**/*.txt`];
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [cspell, "lint", "--root", root, ...options, ...format, ...files],
    { cwd: root, encoding: "utf8", maxBuffer: 2 ** 26 },
  );
  if (status !== 0 && (status !== 1 || stdout === "")) throw new Error(`cspell failed: ${stderr}`);
  return stdout.split("\n").filter(Boolean).map(parseIssue);
}

function parseIssue(line: string): readonly [string, string] {
  const [place = "", word = ""] = line.split("\t");
  return [place.replace(`${inTests}/`, "").replace(/\.txt(?=:)/, ""), word];
}
