import { escapeUnits, replaceUnsafe } from "../code/unsafe-characters.js";
import { GitError } from "./git-error.js";

/** What git wrote to stderr before it failed, as one line that says what to do. */
export function gitFailure(stderr: string, folder: string): GitError {
  if (stderr.includes("dubious ownership")) {
    const advice = /git config --global --add safe\.directory .+/.exec(stderr)?.[0];
    return new GitError(
      `Git does not trust this repository, because another user owns it. If you trust it: ${advice ?? "see safe.directory in the git documentation"}`,
    );
  }
  if (stderr.includes("not a git repository"))
    return new GitError(
      `${quotedText(folder)} is not in a git repository; compare with a folder instead of a revision, or run this in a clone.`,
    );
  if (stderr.includes("safe.bareRepository"))
    return new GitError(
      `${quotedText(folder)} looks like a bare git repository; pass a schemas folder in a working tree.`,
    );
  return new GitError(`Git failed: ${lastWords(stderr)}`);
}

/** True when git wanted to fetch what a partial clone left out. */
export function lacksPromised(stderr: string): boolean {
  return /promisor remote|lazy fetching/.test(stderr);
}

/** What to run once, which fetches all files of a folder at a commit together. */
export function partialClone(commit: string, prefix: string): GitError {
  const empty = commit.length === 40 ? emptyTree.sha1 : emptyTree.sha256;
  const path = /[*?[\\]/.test(prefix) ? `:(top,literal)${prefix}` : `:/${prefix}`;
  const fetch = `git diff --stat ${empty} ${commit} -- ${shellWord(path)}`;
  return new GitError(`This partial clone lacks files of that revision; fetch them with \`${fetch}\`.`);
}

/** Known to every git without being stored. */
const emptyTree = {
  sha1: "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
  sha256: "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321",
};

/** Untrusted text on one line, without control characters, and shortened. */
export function quotedText(text: string): string {
  return replaceUnsafe(JSON.stringify(text.length > 200 ? `${text.slice(0, 200)}…` : text), escapeUnits);
}

/** One word of a shell command; the name of a branch may be `$(rm -rf ~)`. */
function shellWord(text: string): string {
  return /^[\w@%+=:,./~^-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** A git command as it is pasted into a shell. */
export function gitCommand(args: readonly string[]): string {
  return ["git", ...args.map(shellWord)].join(" ");
}

function lastWords(stderr: string): string {
  const lines = stderr.split("\n").filter((line) => line.trim() !== "");
  const line = lines.find((text) => /^(?:fatal|error): /.test(text)) ?? lines.at(-1) ?? "no reason given.";
  return replaceUnsafe(line.replace(/^(?:fatal|error): /, ""), () => "?");
}
