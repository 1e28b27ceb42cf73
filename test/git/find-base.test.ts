import { join } from "node:path";
import { expect, test } from "vitest";
import { findBase } from "../../src/git/find-base.js";
import { readRevision } from "../../src/git/read-revision.js";
import { cloneOf, type GitRepository, gitEnv, gitRepository } from "../support/git-repository.js";
import { tempFolder } from "../support/temp-folder.js";

type Env = Record<string, string>;

const zeros = "0".repeat(40);

/**
 * A pull request as a server holds it: `feature` left `main` at `fork`, `main` went on to `tip`, and the server merged
 * both as `refs/pull/7/merge`.
 */
function pullRequest() {
  const origin = gitRepository();
  const { git, commit } = origin;
  commit({ "schemas/old/v1.json": "old" });
  const fork = commit({ "schemas/a/v1.json": "1" });
  git("checkout", "-q", "-b", "feature");
  const head = commit({ "schemas/feature/v1.json": "feature" });
  git("checkout", "-q", "main");
  const tip = commit({ "schemas/landed/v1.json": "landed" });
  git("checkout", "-q", "--detach");
  git("merge", "-q", "--no-ff", "-m", "Merge 7", "feature");
  const merge = git("rev-parse", "HEAD");
  git("update-ref", "refs/pull/7/merge", merge);
  git("checkout", "-q", "main");
  return { origin, fork, head, tip, merge };
}

/** What a CI system has: the repository, and one commit checked out. */
function checkout(origin: GitRepository, commit: string, ...fetch: string[]): GitRepository {
  const clone = gitRepository();
  clone.git("remote", "add", "origin", `file://${origin.folder}`);
  clone.git("-c", "protocol.file.allow=always", "fetch", "-q", "--no-tags", ...fetch, "origin", commit);
  clone.git("checkout", "-q", "--detach", "FETCH_HEAD");
  return clone;
}

const base = ({ folder }: GitRepository, env: Env) => findBase({ ...env }, { folder, env: gitEnv });

function github(merge: string, event: unknown = {}): Env {
  const path = join(tempFolder({ "event.json": event }), "event.json");
  return {
    GITHUB_ACTIONS: "true",
    GITHUB_EVENT_PATH: path,
    GITHUB_BASE_REF: "main",
    GITHUB_REF: "refs/pull/7/merge",
    GITHUB_SHA: merge,
  };
}

test("GitHub's merge commit at depth 1 has its base, and the advised command fetches it", async () => {
  const { origin, tip, merge, fork } = pullRequest();
  const clone = checkout(origin, merge, "--depth=1");
  const found = await base(clone, github(merge, { pull_request: { base: { sha: fork } } }));
  expect(found).toEqual({ ref: tip, why: "GitHub: the commit of main that this change is merged into" });
  const read = () => readRevision({ folder: join(clone.folder, "schemas"), ref: tip, env: gitEnv });
  const command = `git fetch --no-tags --depth=1 origin ${tip}`;
  await expect(read()).rejects.toThrow(command);
  clone.git("-c", "protocol.file.allow=always", ...command.split(" ").slice(1));
  expect([...(await read()).files.keys()]).toEqual(["a/v1.json", "landed/v1.json", "old/v1.json"]);
});

test("with the whole history, the merge's first parent is the base even when main went on", async () => {
  const { origin, tip, merge } = pullRequest();
  origin.commit({ "schemas/later/v1.json": "later" });
  const clone = checkout(origin, merge, "--depth=2");
  expect((await base(clone, github(merge)))?.ref).toBe(tip);
});

test("a pull request's own commit is compared with where it left main", async () => {
  const { origin, fork, head, merge } = pullRequest();
  const clone = checkout(origin, head);
  clone.git("-c", "protocol.file.allow=always", "fetch", "-q", "origin");
  const left = { ref: fork, why: "GitHub: the merge base with origin/main" };
  expect(await base(clone, github(merge))).toEqual(left);
  expect((await base(clone, { CHANGE_TARGET: "main" }))?.ref).toBe(fork);
});

test("a feature that merged main into itself is not taken for the server's merge", async () => {
  const { origin, tip, merge } = pullRequest();
  origin.git("checkout", "-q", "feature");
  origin.git("merge", "-q", "--no-edit", "main");
  const clone = checkout(origin, origin.git("rev-parse", "feature"));
  clone.git("-c", "protocol.file.allow=always", "fetch", "-q", "origin");
  expect((await base(clone, github(merge)))?.ref).toBe(tip);
});

test("where a shallow clone does not reach the merge base, the target itself is taken, and that is said", async () => {
  const { origin, head } = pullRequest();
  const clone = checkout(origin, head, "--depth=1");
  const fetch = ["fetch", "-q", "--depth=1", "origin", "+refs/heads/main:refs/remotes/origin/main"];
  const env = { BUILDKITE_PULL_REQUEST_BASE_BRANCH: "main" };
  expect(await base(clone, env)).toEqual({
    ref: "refs/remotes/origin/main",
    why: "Buildkite: the target branch main",
  });
  clone.git("-c", "protocol.file.allow=always", ...fetch);
  expect(await base(clone, env)).toEqual({
    ref: "refs/remotes/origin/main",
    why: "Buildkite: origin/main at its latest commit, because this clone does not contain the merge base (`git fetch --unshallow`)",
  });
});

test("a tag that is called like the remote's branch does not take its place", async () => {
  const { origin, fork, head } = pullRequest();
  const clone = cloneOf(origin);
  clone.git("checkout", "-q", head);
  clone.git("tag", "origin/main", head);
  expect((await base(clone, { CHANGE_TARGET: "main" }))?.ref).toBe(fork);
});

test("each CI system's variables name the target", async () => {
  const { origin, fork, head, tip, merge } = pullRequest();
  const clone = cloneOf(origin);
  clone.git("checkout", "-q", head);
  const cases: [string, Env, string][] = [
    ["GitLab", { CI_MERGE_REQUEST_DIFF_BASE_SHA: fork, CI_MERGE_REQUEST_TARGET_BRANCH_NAME: "main" }, fork],
    ["GitLab", { CI_MERGE_REQUEST_DIFF_BASE_SHA: fork, CI_MERGE_REQUEST_TARGET_BRANCH_SHA: tip }, tip],
    ["GitLab", { CI_MERGE_REQUEST_TARGET_BRANCH_NAME: "main" }, fork],
    ["GitLab", { CI_PIPELINE_SOURCE: "push", CI_COMMIT_BEFORE_SHA: tip }, tip],
    [
      "GitLab",
      {
        CI_PIPELINE_SOURCE: "push",
        CI_COMMIT_BEFORE_SHA: zeros,
        CI_COMMIT_BRANCH: "x",
        CI_DEFAULT_BRANCH: "main",
      },
      fork,
    ],
    [
      "Bitbucket",
      { BITBUCKET_PR_DESTINATION_BRANCH: "main", BITBUCKET_PR_DESTINATION_COMMIT: tip.slice(0, 12) },
      fork,
    ],
    [
      "Bitbucket",
      { BITBUCKET_PR_DESTINATION_BRANCH: "gone", BITBUCKET_PR_DESTINATION_COMMIT: tip.slice(0, 12) },
      fork,
    ],
    ["Azure Pipelines", { SYSTEM_PULLREQUEST_TARGETBRANCH: "refs/heads/main" }, fork],
    ["Azure Pipelines", { SYSTEM_PULLREQUEST_TARGETBRANCH: "main" }, fork],
    ["Travis CI", { TRAVIS_PULL_REQUEST: "7", TRAVIS_BRANCH: "main" }, fork],
    ["Jenkins", { CHANGE_TARGET: "main" }, fork],
    ["Buildkite", { BUILDKITE_PULL_REQUEST_BASE_BRANCH: "main" }, fork],
    ["Drone", { DRONE_PULL_REQUEST: "7", DRONE_TARGET_BRANCH: "main" }, fork],
    ["Woodpecker", { CI_COMMIT_PULL_REQUEST: "7", CI_COMMIT_TARGET_BRANCH: "main" }, fork],
    ["GitHub", { ...github(merge, { merge_group: { base_sha: tip } }), GITHUB_BASE_REF: "" }, tip],
    ["GitHub", { ...github(merge, { before: tip }), GITHUB_BASE_REF: "" }, tip],
    [
      "GitHub",
      {
        ...github(merge, { before: zeros, repository: { default_branch: "main" } }),
        GITHUB_BASE_REF: "",
        GITHUB_REF_NAME: "feature",
      },
      fork,
    ],
  ];
  for (const [ci, env, ref] of cases) {
    const found = await base(clone, env);
    expect([ci, env, found?.ref]).toEqual([ci, env, ref]);
    expect(found?.why).toMatch(new RegExp(`^${ci}: .`));
  }
  clone.git("checkout", "-q", "origin/main");
  clone.git("-c", "protocol.file.allow=always", "fetch", "-q", "origin", "refs/pull/7/merge");
  clone.git("checkout", "-q", "FETCH_HEAD");
  const onMerge: Env[] = [
    {
      SYSTEM_PULLREQUEST_TARGETBRANCH: "main",
      BUILD_SOURCEBRANCH: "refs/pull/7/merge",
      BUILD_SOURCEVERSION: merge,
    },
    { TRAVIS_PULL_REQUEST: "7", TRAVIS_BRANCH: "main", TRAVIS_COMMIT: merge },
  ];
  for (const env of onMerge) expect((await base(clone, env))?.why).toMatch(/is merged into$/);
});

test("no base is found outside of a change, and only a hash is taken for one", async () => {
  const { origin, merge } = pullRequest();
  const none: Env[] = [
    {},
    { CIRCLECI: "true", CIRCLE_BRANCH: "feature" },
    { TRAVIS_PULL_REQUEST: "false", TRAVIS_BRANCH: "main" },
    { BUILDKITE_PULL_REQUEST_BASE_BRANCH: "" },
    { DRONE_TARGET_BRANCH: "main" },
    { CI_PIPELINE_SOURCE: "schedule", CI_COMMIT_BEFORE_SHA: merge },
    {
      CI_PIPELINE_SOURCE: "push",
      CI_COMMIT_BEFORE_SHA: zeros,
      CI_COMMIT_BRANCH: "main",
      CI_DEFAULT_BRANCH: "main",
    },
    { GITHUB_ACTIONS: "true" },
    { GITHUB_ACTIONS: "true", GITHUB_EVENT_PATH: "/nonexistent" },
    { ...github(merge, "no JSON"), GITHUB_BASE_REF: "" },
    { ...github(merge, { before: "--output=x", pull_request: null }), GITHUB_BASE_REF: "" },
    { CI_MERGE_REQUEST_DIFF_BASE_SHA: "--output=x" },
  ];
  for (const env of none) expect([env, await base(origin, env)]).toEqual([env, undefined]);
});
