import { rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type GitRepository, gitEnv, gitRepository, repositoryAt } from "../support/git-repository.js";
import { runCli } from "../support/run-cli.js";
import { tempFolder, writeFiles } from "../support/temp-folder.js";

const text = { type: "string" };
const number = { type: "number" };
const event = (folder: string, id: object) => ({
  [`${folder}/order_paid/v1.json`]: { type: "object", properties: { id } },
});
const local = ["-c", "protocol.file.allow=always"];

interface Found {
  readonly rule: string;
  readonly file: string;
}

async function review(folder: string, against: readonly string[], schemas = "contracts/schemas", more = {}) {
  const argv = ["review", "--format", "json", "--schemas", schemas];
  if (against.length > 0) argv.push("--against", ...against);
  const { code, out, err } = await runCli(folder, argv, { env: { ...gitEnv, ...more } });
  const report = JSON.parse(out || "{}") as {
    readonly findings?: readonly Found[];
    readonly base?: { readonly name: string; readonly commit?: string };
    readonly needs?: { readonly arguments: readonly string[] };
  };
  const told = report.findings?.map(({ rule, file }) => `${rule} ${file}`);
  return { code, err, told, base: report.base, needs: report.needs };
}

/** Adds a repository as a submodule, and commits that. */
function include(outer: GitRepository, inner: GitRepository, path: string): GitRepository {
  outer.git(...local, "submodule", "add", "-q", inner.folder, path);
  outer.commit({});
  return repositoryAt(join(outer.folder, path));
}

/** Moves a submodule to its repository's newest commit. */
function update(inside: GitRepository): void {
  inside.git(...local, "fetch", "-q", "origin");
  inside.git("checkout", "-q", "--detach", "origin/main");
}

/**
 * An application whose `main` has the contracts at their first commit. On `feature`, which is checked out, they are at
 * their second one, which breaks; and this is `main` of the contracts, too.
 */
function application() {
  const contracts = gitRepository();
  const first = contracts.commit(event("schemas", text));
  const app = gitRepository();
  app.commit({ "app.ts": "export {};\n" });
  const inside = include(app, contracts, "contracts");
  app.git("checkout", "-q", "-b", "feature");
  contracts.commit(event("schemas", number));
  update(inside);
  app.commit({});
  return { app, contracts, inside, first };
}

const breaks = ["type-changed contracts/schemas/order_paid/v1.json"];

describe("schemas in a submodule", () => {
  test("are compared with the commit that the repository around it records", async () => {
    const { app, first } = application();
    expect(await review(app.folder, ["main"])).toEqual({
      code: 1,
      err: "The schemas are in the submodule contracts, and are compared with the commit that main records for it.\n",
      told: breaks,
      base: { name: "main", commit: first },
      needs: undefined,
    });
  });

  test("are compared with where the branch left main, whatever main records since", async () => {
    const { app, contracts, inside } = application();
    app.git("checkout", "-q", "main");
    contracts.commit({ "schemas/order_lost/v1.json": { type: "object" } });
    update(inside);
    app.commit({});
    app.git("checkout", "-q", "feature");
    app.git(...local, "submodule", "update", "-q");
    const ran = await review(app.folder, ["main"]);
    expect(ran).toMatchObject({ code: 1, told: breaks });
    expect(ran.err).toMatch(/^Compared with the merge base [0-9a-f]{7}: main has 1 commit since then; .+\n/);
  });

  test("are compared as they are in the working tree, committed or not", async () => {
    const { app, inside, first } = application();
    inside.git("checkout", "-q", first);
    expect(await review(app.folder, ["main"])).toMatchObject({ code: 0, told: [] });
    writeFiles(inside.folder, event("schemas", number));
    expect(await review(app.folder, ["main"])).toMatchObject({ code: 1, told: breaks });
  });

  test("are compared from a folder below the root, in a working tree of its own, and in CI", async () => {
    const { app, first } = application();
    writeFiles(app.folder, { "services/a/b.ts": "" });
    const below = join(app.folder, "services/a");
    expect(await review(below, ["main"], "../../contracts/schemas")).toMatchObject({ told: breaks });
    const ci = { CHANGE_TARGET: "main" };
    expect(await review(app.folder, [], "contracts/schemas", ci)).toMatchObject({
      told: breaks,
      base: { commit: first },
    });
    const tree = join(tempFolder(), "tree");
    app.git("worktree", "add", "-q", "--detach", tree);
    repositoryAt(tree).git(...local, "submodule", "update", "-q", "--init");
    expect(await review(tree, ["main"])).toMatchObject({ told: breaks, base: { commit: first } });
  });

  test("are compared by the submodule's own revisions inside of it", async () => {
    const { inside } = application();
    expect(await review(inside.folder, ["HEAD~1"], "schemas")).toMatchObject({ code: 1, err: "" });
    expect(await review(inside.folder, ["origin/main"], "schemas")).toMatchObject({ code: 0, told: [] });
  });

  test("and tags of the repository around it are earlier states", async () => {
    const { app } = application();
    app.git("tag", "v1", "main");
    const { told, err } = await review(app.folder, ["HEAD", "v*"]);
    expect(told).toEqual(breaks);
    expect(err).toContain("the commit that tags/v1 records");
  });

  test("that lacks the commit get the command that fetches it there", async () => {
    const { app, contracts } = application();
    const clone = join(tempFolder(), "clone");
    app.git(...local, "clone", "-q", `file://${app.folder}`, clone);
    const { git } = repositoryAt(clone);
    git("config", "submodule.contracts.url", `file://${contracts.folder}`);
    git(...local, "submodule", "update", "-q", "--init", "--depth=1");
    const ran = await review(clone, ["origin/main"]);
    expect(ran).toMatchObject({ code: 2, told: [] });
    expect(ran.err).toMatch(
      /^rabbitgen: The submodule "contracts" lacks the commit [0-9a-f]{40} that "origin\/main" records of it: run `git -C contracts fetch /,
    );
    git(...local, ...(ran.needs?.arguments ?? []));
    expect(await review(clone, ["origin/main"])).toMatchObject({ code: 1, told: breaks });
  });

  test("that are not there are not taken for removed", async () => {
    const { app } = application();
    const clone = join(tempFolder(), "clone");
    app.git(...local, "clone", "-q", `file://${app.folder}`, clone);
    expect((await review(clone, ["origin/main"])).code).toBe(2);
  });
});

describe("a submodule that was something else", () => {
  test("lay at another path", async () => {
    const { app } = application();
    app.git("mv", "contracts", "libs");
    const ran = await review(app.folder, ["main"], "libs/schemas");
    expect(ran).toMatchObject({ code: 1, told: ["type-changed libs/schemas/order_paid/v1.json"] });
  });

  test("was a plain folder of the repository, here or elsewhere", async () => {
    for (const before of ["contracts/schemas", "schemas"]) {
      const contracts = gitRepository();
      contracts.commit(event("schemas", number));
      const app = gitRepository();
      app.commit(event(before, text));
      app.git("checkout", "-q", "-b", "feature");
      app.commit({ [before]: undefined });
      rmSync(join(app.folder, "contracts"), { recursive: true, force: true });
      include(app, contracts, "contracts");
      expect(await review(app.folder, ["main"])).toMatchObject({ code: 1, told: breaks });
    }
  });

  test("was not there: then all is new", async () => {
    const { app } = application();
    const { told } = await review(app.folder, ["main~1"]);
    expect(told).toEqual(["event-added contracts/schemas/order_paid/v1.json"]);
  });
});

test("schemas in a submodule of a submodule are compared with what each records of the next", async () => {
  const contracts = gitRepository();
  contracts.commit(event("schemas", text));
  const middle = gitRepository();
  middle.commit({});
  include(middle, contracts, "contracts");
  const outer = gitRepository();
  outer.commit({});
  const inMiddle = include(outer, middle, "vendor/app");
  inMiddle.git(...local, "submodule", "update", "-q", "--init");
  outer.git("checkout", "-q", "-b", "feature");
  contracts.commit(event("schemas", number));
  const inContracts = repositoryAt(join(inMiddle.folder, "contracts"));
  update(inContracts);
  inMiddle.commit({});
  outer.commit({});
  const told = ["type-changed vendor/app/contracts/schemas/order_paid/v1.json"];
  expect(await review(outer.folder, ["main"], "vendor/app/contracts/schemas")).toMatchObject({
    code: 1,
    told,
  });
});
