import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { cloneOf, type GitRepository, gitEnv, gitRepository } from "../support/git-repository.js";
import { runCli } from "../support/run-cli.js";
import { writeFiles } from "../support/temp-folder.js";

const text = { type: "string" };
const event = (name: string, properties: object = {}) => ({
  [`schemas/${name}/v1.json`]: { type: "object", properties: { id: text, ...properties } },
});

/** `feature`, which is checked out, left `main` and added a property; `main` has gone on with events of others. */
function behind() {
  const repository = gitRepository();
  const { git, commit } = repository;
  const fork = commit(event("order_paid"));
  git("checkout", "-q", "-b", "feature");
  const head = commit(event("order_paid", { note: text }));
  git("checkout", "-q", "main");
  commit(event("order_sent"));
  const tip = commit(event("order_lost"));
  git("checkout", "-q", "feature");
  return { ...repository, fork, head, tip };
}

async function review({ folder }: Pick<GitRepository, "folder">, ...against: string[]) {
  const argv = ["review", "--format", "json", "--against", ...against];
  const { code, out, err } = await runCli(folder, argv, { env: gitEnv });
  const { findings = [], base } = JSON.parse(out || "{}") as {
    readonly base?: { readonly name: string; readonly commit?: string; readonly movedOn?: number };
    readonly findings?: readonly { readonly rule: string; readonly review: { readonly event?: string } }[];
  };
  return { code, err, base, told: findings.map(({ rule, review: { event: of } }) => `${rule} ${of}`) };
}

const own = ["property-added order_paid"];
const removed = ["event-removed order_lost", ...own, "event-removed order_sent"];
/** As from a server, whose hashes can be asked for. */
const fetch = ["-c", "protocol.file.allow=always", "fetch", "-q"];

describe("a branch that is behind its base", () => {
  test("is compared with the commit where it left it, and a line says so", async () => {
    const { fork, folder } = behind();
    const ran = await review({ folder }, "main");
    expect(ran).toEqual({
      code: 0,
      err: `Compared with the merge base ${fork.slice(0, 7)}: main has 2 commits since then; merge or rebase to compare with the latest.\n`,
      base: { name: "main", commit: fork, movedOn: 2 },
      told: own,
    });
    const { out } = await runCli(folder, ["review", "--against", "main"], { env: gitEnv });
    expect(out).toContain(`compared with the merge base with main (${fork.slice(0, 7)})\n`);
  });

  test("by the base's hash as well, or before its last commit", async () => {
    const { fork, tip, folder } = behind();
    for (const ref of [tip, tip.slice(0, 12), "main~1", "refs/heads/main"])
      expect(await review({ folder }, ref)).toMatchObject({ base: { commit: fork }, told: own });
  });

  test("is compared with the base itself once it is merged or rebased", async () => {
    const { git, tip, folder } = behind();
    git("merge", "-q", "--no-edit", "main");
    expect(await review({ folder }, "main")).toMatchObject({ err: "", base: { commit: tip }, told: own });
    git("reset", "-q", "--hard", "HEAD^1");
    git("rebase", "-q", "main");
    expect(await review({ folder }, "main")).toMatchObject({ err: "", base: { commit: tip }, told: own });
  });

  test("is compared with the base itself while that is being merged", async () => {
    const { git, tip, folder } = behind();
    git("merge", "-q", "--no-commit", "--no-ff", "main");
    expect(await review({ folder }, "main")).toMatchObject({ err: "", base: { commit: tip }, told: own });
  });

  test("and has no commit of its own shows only what is not committed", async () => {
    const { git, fork, folder } = behind();
    git("checkout", "-q", "--detach", fork);
    writeFiles(folder, event("order_paid", { note: text }));
    expect(await review({ folder }, "main")).toMatchObject({ base: { commit: fork }, told: own });
  });

  test("in a working tree of its own is compared by that tree's HEAD", async () => {
    const { git, fork, folder } = behind();
    git("checkout", "-q", "main");
    git("worktree", "add", "-q", join(folder, ".trees/feature"), "feature");
    const tree = { folder: join(folder, ".trees/feature") };
    expect(await review(tree, "main")).toMatchObject({ base: { commit: fork }, told: own });
    expect(await review({ folder }, "main")).toMatchObject({ err: "", told: [] });
  });

  test("is compared with a tag as it is: that was released", async () => {
    const { git, tip, folder } = behind();
    git("tag", "v1", "main");
    git("tag", "-a", "-m", "Second", "v2", "main");
    for (const ref of ["v1", "tags/v2", "refs/tags/v1", "v*", "v2^{commit}"])
      expect(await review({ folder }, ref)).toMatchObject({ err: "", base: { commit: tip }, told: removed });
  });

  test("is compared with earlier states as they are: messages of these are queued", async () => {
    const { git, commit, folder } = behind();
    git("checkout", "-q", "-b", "release", "main");
    commit(event("order_paid", { note: { type: "number" } }));
    git("checkout", "-q", "feature");
    const { told } = await review({ folder }, "main", "release");
    expect(told).toContain("type-changed order_paid");
  });
});

describe("a base without a commit in common", () => {
  test("is an error that says what to compare with", async () => {
    const { git, commit, folder } = behind();
    git("checkout", "-q", "--orphan", "other");
    commit({});
    const ran = await review({ folder }, "main");
    expect(ran.code).toBe(2);
    expect(ran.err).toMatch(/^rabbitgen: "main" and HEAD have no common ancestor; compare with .+\.\n$/);
  });

  test("is compared as it is before the first commit of a branch", async () => {
    const { git, tip, folder } = behind();
    git("checkout", "-q", "--orphan", "other");
    expect(await review({ folder }, "main")).toMatchObject({ base: { commit: tip }, told: removed });
  });

  test.each(["a branch", "a commit"])(
    "in a shallow clone of %s gets the command that fetches it",
    async (what) => {
      const origin = behind();
      const clone = cloneOf(origin, "--depth=1", "--no-single-branch");
      if (what === "a commit") clone.git("checkout", "-q", "--detach");
      const ran = await review(clone, "origin/main");
      expect(ran.code).toBe(2);
      const command =
        /the merge base of HEAD and "origin\/main": run `git (fetch [^`]+)`/.exec(ran.err)?.[1] ?? "";
      clone.git(...fetch.slice(0, 2), ...command.split(" "));
      expect(await review(clone, "origin/main")).toMatchObject({ base: { commit: origin.fork }, told: own });
    },
  );

  test("in a shallow clone is compared as it is when its whole hash is named", async () => {
    const origin = behind();
    origin.commit(event("order_paid", { note: text, more: text }));
    const clone = cloneOf(origin, "--depth=1");
    clone.git(...fetch, "--depth=1", "origin", origin.fork);
    const ran = await review(clone, origin.fork);
    expect(ran).toMatchObject({ code: 0, err: "", base: { commit: origin.fork } });
  });

  test("is known from a merge that a shallow clone has checked out", async () => {
    const origin = behind();
    origin.git("checkout", "-q", "--detach", "main");
    origin.git("merge", "-q", "--no-ff", "--no-edit", "feature");
    const merge = origin.git("rev-parse", "HEAD");
    const clone = gitRepository();
    clone.git("remote", "add", "origin", `file://${origin.folder}`);
    clone.git(...fetch, "--depth=1", "origin", merge, "+refs/heads/main:refs/remotes/origin/main");
    clone.git("checkout", "-q", "--detach", merge);
    expect(await review(clone, "origin/main")).toMatchObject({ err: "", told: own });
  });
});
