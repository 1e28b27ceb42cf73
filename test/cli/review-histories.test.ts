// @module-tag long
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { cloneOf, gitRepository, repositoryAt } from "../support/git-repository.js";
import { tempFolder, writeFiles } from "../support/temp-folder.js";
import { everyReport, expectGolden, type Reports } from "./golden-reports.js";
import { below, orderPaidV2, shop } from "./shop-contract.js";
import { shopHistory } from "./shop-history.js";

/** What a CI system says of the web address of files. */
const web = {
  GITHUB_SERVER_URL: "https://git.example",
  GITHUB_REPOSITORY: "acme/shop",
  GITHUB_SHA: "feedfacefeedfacefeedfacefeedfacefeedface",
};

const against = (ref: string) => ["review", "--against", ref];

describe("a branch that edits, removes, renames and adds", () => {
  test("has these reports", async () => {
    const ran = await everyReport(shopHistory().folder, against("main"), web);
    expect(ran).toMatchObject({ code: 1, out: "", err: "" });
    await expectGolden(ran, "histories/branch");
  });

  test("has the same ones from a folder below, from a worktree, and with a detached HEAD", async () => {
    const { folder, git, commit } = shopHistory();
    const reports = async (cwd: string, schemas: string) =>
      (await everyReport(cwd, [...against("main"), "--schemas", schemas], web)).reports;
    const expected = await reports(folder, "schemas");
    const worktree = join(tempFolder(), "worktree");
    git("worktree", "add", "-q", "--detach", worktree);
    expect(await reports(worktree, "schemas")).toEqual(expected);
    git("checkout", "-q", "--detach");
    expect(await reports(folder, "schemas")).toEqual(expected);
    commit({ "services/billing/readme.md": "" });
    const { json: fromBelow } = await reports(join(folder, "services/billing"), "../../schemas");
    expect(fromBelow).toBe(expected["json"]);
  });

  test("has the same ones in a shallow clone that has both commits", async () => {
    const origin = shopHistory();
    const expected = await everyReport(origin.folder, against("main"), web);
    const clone = cloneOf(origin, "--depth=1", "--branch=feature");
    clone.git("-c", "protocol.file.allow=always", "fetch", "-q", "--depth=1", "origin", "main:main");
    expect(clone.git("rev-parse", "--is-shallow-repository")).toBe("true");
    expect(await everyReport(clone.folder, against("main"), web)).toEqual(expected);
  });

  test("is compared with where it left main, by whatever name", async () => {
    const { folder, git, commit } = shopHistory();
    const base = git("rev-parse", "main");
    const expected = await everyReport(folder, against(base), web);
    git("checkout", "-q", "main");
    commit({ "schemas/order_returned/v1.json": {} });
    git("checkout", "-q", "feature");
    expect(await everyReport(folder, against(git("merge-base", "main", "HEAD")), web)).toEqual(expected);
    const { reports } = await everyReport(folder, against("main"), web);
    const findingsOf = (text = "{}") => (JSON.parse(text) as { findings: unknown }).findings;
    expect(findingsOf(reports["json"])).toEqual(findingsOf(expected.reports["json"]));
    git("merge", "-q", "--no-edit", "main");
    const merged = await everyReport(folder, against("main"), web);
    expect(merged.reports["text"]).not.toContain("order_returned");
    await expectGolden(merged, "histories/merge");
  });
});

describe("a working tree", () => {
  test("is reviewed as it is: staged, edited, new and deleted files, and nothing that is hidden", async () => {
    const repository = gitRepository();
    const { folder, git } = repository;
    repository.commit(below("schemas", shop));
    writeFiles(folder, below("schemas", orderPaidV2({ note: { type: "string", maxLength: 300 } })));
    git("add", "-A");
    writeFiles(folder, {
      ...below("schemas", orderPaidV2({ note: { type: "string", maxLength: 400 } })),
      "schemas/order_paid/v3.json": shop["order_paid/v2.json"],
      "schemas/.draft/v1.json": "{",
      "schemas/notes.txt": "not a schema",
    });
    const ran = await everyReport(folder, against("HEAD"));
    expect(ran).toMatchObject({ code: 1, out: "", err: "" });
    await expectGolden(ran, "histories/dirty");
  });

  test("whose schemas folder is gone has lost every event", async () => {
    const repository = gitRepository();
    repository.commit(below("schemas", shop));
    repository.commit({ schemas: undefined, "README.md": "" });
    const ran = await everyReport(repository.folder, against("HEAD~1"));
    expect(ran).toMatchObject({ code: 1, err: "" });
    await expectGolden(ran, "histories/folder-gone");
  });
});

test("a base without schemas has everything new, and nothing breaks", async () => {
  const repository = gitRepository();
  repository.commit({ "README.md": "The shop.\n" });
  repository.commit(below("schemas", shop));
  const ran = await everyReport(repository.folder, against("HEAD~1"));
  expect(ran).toMatchObject({ code: 0, out: "", err: "" });
  await expectGolden(ran, "histories/first-schemas");
});

test("unchanged schemas are not reported", async () => {
  const repository = gitRepository();
  repository.commit(below("schemas", shop));
  repository.commit({ "README.md": "The shop.\n" });
  const ran = await everyReport(repository.folder, against("HEAD~1"));
  expect(ran).toMatchObject({ code: 0, out: "", err: "" });
  await expectGolden(ran, "histories/nothing");
});

/** Where the other repository lies is in the commit, and another folder each time. */
function withoutHash(ran: Reports, hash: string): Reports {
  const full = hash.trim();
  const hidden = (text: string): string =>
    text.replaceAll(full, "0".repeat(40)).replaceAll(full.slice(0, 7), "0000000");
  const reports = Object.entries(ran.reports).map(([format, text]) => [format, hidden(text)]);
  return { ...ran, reports: Object.fromEntries(reports) };
}

describe("a submodule", () => {
  function withSubmodule(at: string) {
    const library = gitRepository();
    library.commit({ "v1.json": { type: "object" } });
    const repository = gitRepository();
    repository.commit({ "README.md": "", ...(at === "schemas" ? {} : below("schemas", shop)) });
    const { git } = repository;
    git("-c", "protocol.file.allow=always", "submodule", "add", "-q", library.folder, at);
    git("commit", "-q", "-m", "Add the other team's event");
    return { repository, library, inside: repositoryAt(join(repository.folder, at)) };
  }

  test("below the schemas counts as unchanged, and is reported", async () => {
    const { repository, inside } = withSubmodule("schemas/order_returned");
    inside.commit({ "v1.json": { type: "object", required: ["orderId"] } });
    const ran = await everyReport(repository.folder, against("HEAD"));
    expect(ran).toMatchObject({ code: 0, out: "", err: "" });
    await expectGolden(withoutHash(ran, repository.git("rev-parse", "HEAD")), "histories/submodule");
  });

  test("that is new in the branch has new events", async () => {
    const { repository } = withSubmodule("schemas/order_returned");
    const { reports } = await everyReport(repository.folder, against("HEAD~1"));
    expect(reports["text"]).toContain("Event order_returned was added.");
    expect(reports["text"]).not.toContain("submodule");
  });

  test("may hold definitions that the events refer to", async () => {
    const { repository } = withSubmodule("schemas/_library");
    repository.commit({ "schemas/order_paid/v3.json": { $ref: "../_library/v1.json" } });
    repository.commit(below("schemas", orderPaidV2({ note: true })));
    const ran = await everyReport(repository.folder, against("HEAD~1"));
    expect(ran).toMatchObject({ code: 1, err: "" });
    expect(ran.reports["text"]).toContain("maxLength 200 removed");
  });

  test("that is the schemas folder is compared with what the repository around it records", async () => {
    const { repository, inside } = withSubmodule("schemas");
    inside.commit({ "order_paid/v1.json": shop["order_paid/v1.json"], "v1.json": undefined });
    repository.commit({});
    inside.commit({ "order_paid/v1.json": undefined, "order_paid/v2.json": { type: "object" } });
    const { reports } = await everyReport(repository.folder, against("HEAD"));
    expect(reports["text"]).toContain("v1 of order_paid was removed.");
    expect(reports["gitlab"]).toContain('"path": "schemas/order_paid/v2.json"');
  });
});
