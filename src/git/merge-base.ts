import { GitError } from "./git-error.js";
import { gitCommand, quotedText } from "./git-failure.js";
import { mainRemote, usableRemotes } from "./missing-revision.js";
import type { Resolved } from "./resolve-revision.js";
import { type Git, runGit } from "./run-git.js";

/** Where HEAD left a revision that has commits of its own since. */
export interface MergeBase {
  /** The full hash. */
  readonly commit: string;
  /** The commits that the revision has beyond it. */
  readonly movedOn: number;
}

/**
 * The commit to compare with in place of one that HEAD does not contain: what others merged meanwhile is not this
 * change's, and compared with the revision itself it would look as if the change took it away.
 *
 * `undefined` where the revision itself is right: HEAD contains it, or a merge that is under way brings it in; or it is
 * a tag, which names what was released, and not a branch that others work on. Throws `GitError` where the two have no
 * commit in common, which in a shallow clone only means that it lacks.
 */
export async function mergeBaseOf(
  git: Git,
  ref: string,
  { commit }: Pick<Resolved, "commit">,
): Promise<MergeBase | undefined> {
  const { code, stdout } = await runGit(git, ["merge-base", commit, "HEAD"]);
  const [base = ""] = stdout.split("\n");
  if (code === 0 && base === commit) return undefined;
  if (await isExact(git, ref, commit)) return undefined;
  if (code === 1) {
    const problem = await unrelated(git, ref, commit);
    if (problem !== undefined) throw problem;
  }
  // on a branch without a commit there is nothing that others could have moved away from
  if (code !== 0 || base === "") return undefined;
  const ahead = await runGit(git, ["rev-list", "--count", `${base}..${commit}`]);
  return { commit: base, movedOn: Number.parseInt(ahead.stdout, 10) || 1 };
}

/** Whether a revision is meant as it is, though the history of HEAD does not show it. */
async function isExact(git: Git, ref: string, commit: string): Promise<boolean> {
  const name = ref.replace(/(?:[~^]|@\{).*$/s, "");
  const [symbolic, head, merging] = await Promise.all([
    runGit(git, ["rev-parse", "--symbolic-full-name", name, "--"]),
    // As it is stored: a shallow clone hides the parents from everything else.
    runGit(git, ["cat-file", "commit", "HEAD"]),
    runGit(git, ["merge-base", "--is-ancestor", commit, "MERGE_HEAD"]),
  ]);
  if (symbolic.stdout.startsWith("refs/tags/") || merging.code === 0) return true;
  const [headers = ""] = head.stdout.split("\n\n");
  return headers.split("\n").includes(`parent ${commit}`);
}

/** Why there is no merge base; `undefined` for a hash in a shallow clone, which is fetched to be compared with as it is. */
async function unrelated(git: Git, ref: string, commit: string): Promise<GitError | undefined> {
  const [facts, remotes, symbolic] = await Promise.all([
    runGit(git, ["rev-parse", "--is-shallow-repository", "HEAD"]),
    runGit(git, ["remote"]),
    runGit(git, ["symbolic-ref", "-q", "HEAD"]),
  ]);
  const [shallow, head = ""] = facts.stdout.split("\n");
  if (shallow === "true" && ref === commit) return undefined;
  const remote = mainRemote(usableRemotes(remotes.stdout));
  if (shallow !== "true" || remote === undefined)
    return new GitError(
      `${quotedText(ref)} and HEAD have no common ancestor; compare with a commit in HEAD's history, a tag or a folder.`,
    );
  // What CI checked out is often on no branch, so that no branch of the remote leads to it.
  const commits = symbolic.code === 0 ? [] : [head, commit];
  const args = ["fetch", "--no-tags", "--unshallow", remote, ...commits];
  return new GitError(
    `This shallow clone does not contain the merge base of HEAD and ${quotedText(ref)}: run \`${gitCommand(args)}\`.`,
    { fetch: args },
  );
}
