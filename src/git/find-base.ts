import { readFileSync, statSync } from "node:fs";
import { type CiTarget, ciTarget, type GitHubEvent } from "./ci-target.js";
import { type Git, runGit } from "./run-git.js";

/** What to compare with, detected automatically. */
export interface Base {
  /** For `readRevision`: mostly a commit's hash. */
  readonly ref: string;
  /** One sentence without a full stop: where it comes from. */
  readonly why: string;
}

/** GitHub's events have at most 25 MB. */
const maxEventBytes = 32 * 1024 * 1024;

/**
 * The revision to compare a change with, from the variables of the CI system; `undefined` outside of one.
 *
 * The right base is the commit that the change starts from. Later commits of the target branch are not part of the
 * change; compared with the target itself, the change would seem to remove them. So, in this order:
 *
 * 1. The base that the CI system names, or the commit before a push.
 * 2. If it checks out a merge of the target and the change (GitHub's `refs/pull/N/merge`, the default of
 *    `actions/checkout`; Azure, Travis), that merge's first parent. The commit contains its hash, so it is known even
 *    in a clone of depth 1; the parent may have to be fetched, and the error of `readRevision` says how. The event's
 *    own `base.sha` is not it: it does not change when the target moves on and the merge is made again.
 * 3. The merge base of `origin/<target>` and HEAD.
 * 4. The target itself, when a shallow clone does not reach the merge base; `why` says so.
 *
 * A revision that a user passes is treated the same way, by `mergeBaseOf`.
 */
export async function findBase(env: Git["env"], git: Git): Promise<Base | undefined> {
  const target = ciTarget(env, eventOf(env));
  if (target === undefined) return undefined;
  const { ci } = target;
  if (target.kind === "commit") return { ref: target.commit, why: `${ci}: ${target.what}` };
  const merged =
    target.kind === "pull-request" && target.merge ? await firstParent(git, target.merge) : undefined;
  if (merged !== undefined)
    return { ref: merged, why: `${ci}: the commit of ${target.branch} that this change is merged into` };
  return branchBase(target, git);
}

async function branchBase(target: Exclude<CiTarget, { kind: "commit" }>, git: Git): Promise<Base> {
  const { ci, branch } = target;
  const tip = target.kind === "pull-request" ? target.tip : undefined;
  const places = [
    `refs/remotes/origin/${branch}`,
    `refs/heads/${branch}`,
    ...(tip === undefined ? [] : [tip]),
  ];
  for (const place of places) {
    const name = place === tip ? `${branch} (${tip})` : place.replace(/^refs\/(?:remotes|heads)\//, "");
    const { code, stdout } = await runGit(git, ["merge-base", place, "HEAD"]);
    const [base = ""] = stdout.split("\n");
    if (code === 0 && base !== "") return { ref: base, why: `${ci}: the merge base with ${name}` };
    // Exit code 1: both commits are there, and nothing that they have in common.
    if (code === 1)
      return {
        ref: place,
        why: `${ci}: ${name} at its latest commit, because this clone does not contain the merge base (\`git fetch --unshallow\`)`,
      };
  }
  return { ref: `refs/remotes/origin/${branch}`, why: `${ci}: the target branch ${branch}` };
}

/** The first parent of HEAD, if HEAD is that merge; a different checkout gives no wrong answer. */
async function firstParent(git: Git, merge: string): Promise<string | undefined> {
  const head = await runGit(git, ["rev-parse", "HEAD^{commit}", "--"]);
  if (head.code !== 0 || !head.stdout.startsWith(merge)) return undefined;
  // As it is stored: a shallow clone hides the parents from everything else.
  const commit = await runGit(git, ["cat-file", "commit", "HEAD"]);
  const [headers = ""] = commit.stdout.split("\n\n");
  const parents = [...headers.matchAll(/^parent ([0-9a-f]+)$/gm)].map(([, hash = ""]) => hash);
  return parents.length === 2 ? parents[0] : undefined;
}

/** The event that started a GitHub workflow; empty when there is none to be read. */
function eventOf(env: Git["env"]): GitHubEvent {
  const path = env["GITHUB_EVENT_PATH"];
  try {
    if (!path || statSync(path).size > maxEventBytes) return {};
    const event: unknown = JSON.parse(readFileSync(path, "utf8"));
    return typeof event === "object" && event !== null ? event : {};
  } catch {
    return {};
  }
}
