// @module-tag long
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type GitRepository, gitEnv, gitRepository } from "../support/git-repository.js";
import { runCli } from "../support/run-cli.js";
import { tempFolder, writeFiles } from "../support/temp-folder.js";
import { below, orderPaidV2, shop } from "./shop-contract.js";

type Env = Readonly<Record<string, string>>;

const zeros = "0".repeat(40);

/**
 * A change as a server holds it: `feature` left `main` at `fork` and widened the note, `main` went on to `tip` with an
 * event of its own, and the server merged both.
 */
function change() {
  const origin = gitRepository();
  const { git, commit } = origin;
  const fork = commit(below("schemas", shop));
  git("checkout", "-q", "-b", "feature");
  const head = commit(below("schemas", orderPaidV2({ note: { type: "string", maxLength: 300 } })));
  git("checkout", "-q", "main");
  const tip = commit({ "schemas/order/placed/v1.json": { type: "object" } });
  git("checkout", "-q", "--detach");
  git("merge", "-q", "--no-ff", "-m", "Merge 7", "feature");
  const merge = git("rev-parse", "HEAD");
  git("checkout", "-q", "main");
  git("update-ref", "refs/pull/7/merge", merge);
  return { origin, fork, head, tip, merge };
}

/** What a CI system has: a clone with one commit checked out, and the branches as the server's. */
function checkout(origin: GitRepository, commit: string): GitRepository {
  const clone = gitRepository();
  clone.git("remote", "add", "origin", `file://${origin.folder}`);
  const fetch = ["-c", "protocol.file.allow=always", "fetch", "-q", "origin"];
  clone.git(...fetch, "+refs/heads/*:refs/remotes/origin/*", "+refs/pull/*:refs/remotes/pull/*");
  clone.git("checkout", "-q", "--detach", commit);
  return clone;
}

async function review({ folder }: GitRepository, env: Env, ...more: string[]) {
  const argv = ["review", "--format", "json", ...more];
  const { code, out, err } = await runCli(folder, argv, { env: { ...gitEnv, ...env } });
  const report = JSON.parse(out || "{}") as {
    readonly base?: { readonly commit?: string; readonly name: string };
    readonly findings?: readonly { readonly message: string }[];
  };
  return { code, err, base: report.base, said: report.findings?.map(({ message }) => message) };
}

function github(merge: string): Env {
  return {
    GITHUB_ACTIONS: "true",
    GITHUB_EVENT_PATH: join(tempFolder({ "event.json": { pull_request: {} } }), "event.json"),
    GITHUB_BASE_REF: "main",
    GITHUB_REF: "refs/pull/7/merge",
    GITHUB_SHA: merge,
  };
}

const own = ["maxLength changed from 200 to 300"];

describe("in CI, a review without --against", () => {
  test("of GitHub's merge commit compares with the commit that was merged into", async () => {
    const { origin, tip, merge } = change();
    const ran = await review(checkout(origin, merge), github(merge));
    expect(ran).toMatchObject({ code: 1, base: { commit: tip }, said: own });
    expect(ran.err).toBe("Compared with GitHub: the commit of main that this change is merged into.\n");
  });

  test("of a pull request's own commit compares with where it left main", async () => {
    const { origin, fork, head, merge } = change();
    const ran = await review(checkout(origin, head), github(merge));
    expect(ran).toMatchObject({ code: 1, base: { commit: fork }, said: own });
    expect(ran.err).toContain("the merge base with origin/main");
  });

  test("of GitLab compares with the merge request's base", async () => {
    const { origin, fork, head } = change();
    const env = {
      GITLAB_CI: "true",
      CI_PIPELINE_SOURCE: "merge_request_event",
      CI_MERGE_REQUEST_DIFF_BASE_SHA: fork,
      CI_MERGE_REQUEST_TARGET_BRANCH_NAME: "main",
      CI_COMMIT_SHA: head,
    };
    const ran = await review(checkout(origin, head), env);
    expect(ran).toMatchObject({ code: 1, base: { commit: fork }, said: own });
    expect(ran.err).toMatch(/^Compared with GitLab: [^\n]+\.\n$/);
  });

  test("of a push to GitLab's main compares with what was there before", async () => {
    const { origin, fork, tip } = change();
    const env = {
      GITLAB_CI: "true",
      CI_PIPELINE_SOURCE: "push",
      CI_COMMIT_BRANCH: "main",
      CI_DEFAULT_BRANCH: "main",
      CI_COMMIT_BEFORE_SHA: fork,
      CI_COMMIT_SHA: tip,
    };
    const clone = checkout(origin, tip);
    const ran = await review(clone, env);
    expect(ran).toMatchObject({ code: 0, base: { commit: fork }, said: ["Event order.placed was added."] });
    const first = await review(clone, { ...env, CI_COMMIT_BEFORE_SHA: zeros });
    expect(first.err).toMatch(/^(?:Compared with|rabbitgen:) [^\n]+\n$/);
  });

  test("does what --against says where both do", async () => {
    const { origin, fork, tip, merge } = change();
    const ran = await review(checkout(origin, merge), github(merge), "--against", fork);
    expect(ran).toMatchObject({ err: "", base: { commit: fork, name: fork } });
    expect(ran.said).toEqual(["Event order.placed was added.", ...own]);
    expect((await review(checkout(origin, merge), {}, "--against", tip)).said).toEqual(own);
  });

  test("says what to fetch when the base is not in the clone", async () => {
    const { origin, merge, tip } = change();
    const clone = gitRepository();
    clone.git("remote", "add", "origin", `file://${origin.folder}`);
    const fetch = ["-c", "protocol.file.allow=always", "fetch", "-q", "--depth=1"];
    clone.git(...fetch, "origin", merge);
    clone.git("checkout", "-q", "--detach", "FETCH_HEAD");
    const ran = await review(clone, github(merge));
    expect(ran.code).toBe(2);
    expect(ran.err).toContain(`git fetch --no-tags --depth=1 origin ${tip}`);
    clone.git(...fetch, "--no-tags", "origin", tip);
    expect(await review(clone, github(merge))).toMatchObject({ code: 1, said: own });
  });
});

describe("a review against a folder", () => {
  test("needs no git, and names the folder", async () => {
    const folder = tempFolder({
      ...below("old", shop),
      ...below("schemas", { ...shop, ...orderPaidV2({ note: { type: "string", maxLength: 300 } }) }),
    });
    const argv = ["review", "--against", "old"];
    const ran = await runCli(folder, argv, { env: { PATH: "/nonexistent" } });
    expect(ran).toMatchObject({ code: 1, err: "" });
    expect(ran.out).toMatch(/^schemas\/order_paid\/v2\.json:23:20 error/);
    expect(ran.out).toMatch(/1 error in 1 event; compared with old\n$/);
    expect((await runCli(folder, ["review", "--against", "schemas"])).out).toBe(
      "no findings in 1 event; compared with schemas\n",
    );
  });

  test("in a repository says the same as against a commit with that folder, but for the commit", async () => {
    const { origin, fork, head } = change();
    const clone = checkout(origin, head);
    const old = tempFolder();
    writeFiles(old, shop);
    const [byFolder, byCommit] = [
      await runCli(clone.folder, ["review", "--against", old], { env: gitEnv }),
      await runCli(clone.folder, ["review", "--against", fork], { env: gitEnv }),
    ];
    const withoutBase = (text: string): string => text.replace(/compared with .*/, "");
    expect(withoutBase(byFolder.out)).toBe(withoutBase(byCommit.out));
  });
});
