import { relative, resolve, sep } from "node:path";
import { GitError } from "./git-error.js";
import { gitFailure, lacksPromised, partialClone, quotedText } from "./git-failure.js";
import { missingRevision } from "./missing-revision.js";
import { type Git, runGit } from "./run-git.js";

/** The repository that a folder is in, and the commit that a name means there. */
export interface Resolved {
  /** The working tree's root, absolute. */
  readonly root: string;
  /** The folder below the root with `/`; empty for the root. */
  readonly prefix: string;
  /** Full hashes: 40 digits for SHA-1, 64 for SHA-256. */
  readonly commit: string;
  readonly tree: string;
}

const fullHash = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
const maxRef = 1000;

/**
 * Asks git what a revision is, in one process. A name may come from the author of a pull request, so it is one
 * argument, never part of a shell command, and never an option. Throws `GitError` with what to do.
 */
export async function resolveRevision(git: Git, ref: string): Promise<Resolved> {
  checkRef(ref);
  const facts = ["--is-shallow-repository", "--is-inside-work-tree", "--show-cdup"];
  const result = await runGit(git, ["rev-parse", ...facts, `${ref}^{commit}`, `${ref}^{tree}`, "--"]);
  const [shallow, inside, up, commit = "", tree = ""] = result.stdout.split("\n");
  if (up === undefined) throw gitFailure(result.stderr, git.folder);
  if (inside !== "true")
    throw new GitError(
      `${quotedText(git.folder)} is not in a working tree; pass a schemas folder in a clone.`,
    );
  const root = resolve(git.folder, up);
  const prefix = relative(root, git.folder).split(sep).join("/");
  if (result.code === 0 && fullHash.test(commit) && fullHash.test(tree))
    return { root, prefix, commit, tree };
  if (fullHash.test(commit) && lacksPromised(result.stderr)) throw partialClone(commit, prefix);
  throw await missingRevision(git, ref, shallow === "true", result.stderr);
}

/** Throws for names that cannot be a revision, before git sees them. */
function checkRef(ref: string): void {
  const [, first = "", dots, second = ""] = /^(.*?)(\.{2,3})(.*)$/s.exec(ref) ?? [];
  if (ref.trim() === "")
    throw new GitError("The revision to compare with is empty; pass one, such as origin/main.");
  if (ref.startsWith("-"))
    throw new GitError(`${quotedText(ref)} is not a valid revision: it starts with "-".`);
  if (/\p{Cc}/u.test(ref) || ref.length > maxRef)
    throw new GitError(
      `${quotedText(ref)} is not a valid revision: it contains a control character, or has more than ${maxRef} characters.`,
    );
  if (dots === undefined) return;
  const [from, to] = [first || "HEAD", second || "HEAD"];
  const base =
    dots === "..." && /^[\w/.@~^-]+$/.test(`${from}${to}`) ? ` "$(git merge-base ${from} ${to})"` : "";
  throw new GitError(
    `${quotedText(ref)} names two revisions, but a review compares the working folder with only one:${base || ` ${quotedText(from)}`}.`,
  );
}
