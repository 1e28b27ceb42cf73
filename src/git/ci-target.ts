/** What the variables of a CI system say about the change that it tests. */
export type CiTarget =
  /** A pull request into `branch`; `merge` is the commit that the CI system made of both, if it checks that out. */
  | {
      readonly kind: "pull-request";
      readonly ci: string;
      readonly branch: string;
      /** A commit of the target branch. */
      readonly tip?: string;
      readonly merge?: string;
    }
  /** The commit to compare with, as the CI system itself says. */
  | { readonly kind: "commit"; readonly ci: string; readonly commit: string; readonly what: string }
  /** A branch that was pushed for the first time. */
  | { readonly kind: "new-branch"; readonly ci: string; readonly branch: string };

type Env = Readonly<Record<string, string | undefined>>;

/** What a file at `GITHUB_EVENT_PATH` may hold; anything may be missing. */
export interface GitHubEvent {
  readonly before?: unknown;
  readonly pull_request?: { readonly base?: { readonly sha?: unknown } };
  readonly merge_group?: { readonly base_sha?: unknown };
  readonly repository?: { readonly default_branch?: unknown };
}

/** The first CI system whose variables describe a change; CircleCI has none for the target. */
export function ciTarget(env: Env, event: GitHubEvent): CiTarget | undefined {
  return github(env, event) ?? gitlab(env) ?? bitbucket(env) ?? azure(env) ?? travis(env) ?? plain(env);
}

/** https://docs.github.com/actions/reference/variables-reference; Gitea and Forgejo set the same. */
function github(env: Env, event: GitHubEvent): CiTarget | undefined {
  const ci = "GitHub";
  if (!env["GITHUB_ACTIONS"]) return undefined;
  const branch = env["GITHUB_BASE_REF"];
  const merge = commitOf(
    /^refs\/pull\/\d+\/merge$/.test(env["GITHUB_REF"] ?? "") ? env["GITHUB_SHA"] : undefined,
  );
  const tip = commitOf(event.pull_request?.base?.sha);
  if (branch) return { kind: "pull-request", ci, branch, ...(tip && { tip }), ...(merge && { merge }) };
  const queued = commitOf(event.merge_group?.base_sha);
  if (queued) return { kind: "commit", ci, commit: queued, what: "the base of the merge queue" };
  return pushed(ci, event.before, env["GITHUB_REF_NAME"], event.repository?.default_branch);
}

/**
 * https://docs.gitlab.com/ci/variables/predefined_variables/. A merged results pipeline has merged the target in, and
 * names the target's commit; any other one has the merge base that GitLab shows the diff from.
 */
function gitlab(env: Env): CiTarget | undefined {
  const ci = "GitLab";
  const target = commitOf(env["CI_MERGE_REQUEST_TARGET_BRANCH_SHA"]);
  if (target) return { kind: "commit", ci, commit: target, what: "the target commit of the merged result" };
  const base = commitOf(env["CI_MERGE_REQUEST_DIFF_BASE_SHA"]);
  if (base) return { kind: "commit", ci, commit: base, what: "the merge request's base" };
  const branch = env["CI_MERGE_REQUEST_TARGET_BRANCH_NAME"];
  if (branch) return { kind: "pull-request", ci, branch };
  if (env["CI_PIPELINE_SOURCE"] !== "push") return undefined;
  return pushed(ci, env["CI_COMMIT_BEFORE_SHA"], env["CI_COMMIT_BRANCH"], env["CI_DEFAULT_BRANCH"]);
}

/** Bitbucket merges the target into the checkout, so that the merge base of both is the target's commit. */
function bitbucket(env: Env): CiTarget | undefined {
  const branch = env["BITBUCKET_PR_DESTINATION_BRANCH"];
  const tip = commitOf(env["BITBUCKET_PR_DESTINATION_COMMIT"]);
  return branch ? { kind: "pull-request", ci: "Bitbucket", branch, ...(tip && { tip }) } : undefined;
}

/** Azure writes `refs/heads/main` for its own repositories and `main` for GitHub's. */
function azure(env: Env): CiTarget | undefined {
  const branch = env["SYSTEM_PULLREQUEST_TARGETBRANCH"]?.replace(/^refs\/heads\//, "");
  const isMerge = /^refs\/pull\/\d+\/merge$/.test(env["BUILD_SOURCEBRANCH"] ?? "");
  const merge = commitOf(isMerge ? env["BUILD_SOURCEVERSION"] : undefined);
  return branch
    ? { kind: "pull-request", ci: "Azure Pipelines", branch, ...(merge && { merge }) }
    : undefined;
}

/** `TRAVIS_BRANCH` is the target, for pull requests only; the commit is GitHub's merge of both. */
function travis(env: Env): CiTarget | undefined {
  const branch = env["TRAVIS_BRANCH"];
  const merge = commitOf(env["TRAVIS_COMMIT"]);
  if (!branch || !/^\d+$/.test(env["TRAVIS_PULL_REQUEST"] ?? "")) return undefined;
  return { kind: "pull-request", ci: "Travis CI", branch, ...(merge && { merge }) };
}

/** Systems that name the target branch and nothing else. */
function plain(env: Env): CiTarget | undefined {
  const [ci, branch] =
    [
      ["Jenkins", env["CHANGE_TARGET"]],
      ["Buildkite", env["BUILDKITE_PULL_REQUEST_BASE_BRANCH"]],
      ["Drone", env["DRONE_PULL_REQUEST"] && env["DRONE_TARGET_BRANCH"]],
      ["Woodpecker", env["CI_COMMIT_PULL_REQUEST"] && env["CI_COMMIT_TARGET_BRANCH"]],
    ].find(([, name]) => name) ?? [];
  return ci && branch ? { kind: "pull-request", ci, branch } : undefined;
}

/** A push: against what was there before; a new branch against the default one. */
function pushed(ci: string, before: unknown, branch: unknown, standard: unknown): CiTarget | undefined {
  const commit = commitOf(before);
  if (commit) return { kind: "commit", ci, commit, what: "the branch before this push" };
  const isNew = typeof before === "string" && /^0+$/.test(before);
  if (!isNew || typeof standard !== "string" || standard === branch) return undefined;
  return { kind: "new-branch", ci, branch: standard };
}

/** A commit's hash, short or long; all zeros stand for none. */
function commitOf(value: unknown): string | undefined {
  return typeof value === "string" && /^(?!0+$)[0-9a-f]{7,64}$/.test(value) ? value : undefined;
}
