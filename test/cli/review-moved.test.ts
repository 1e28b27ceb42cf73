import { describe, expect, test } from "vitest";
import { gitEnv, gitRepository } from "../support/git-repository.js";
import { runCli } from "../support/run-cli.js";
import { writeFiles } from "../support/temp-folder.js";

const text = { type: "string" };
const money = { enum: ["EUR", "USD"] };
const order = (more: object = {}) => ({
  type: "object",
  properties: { id: text, total: { $ref: "../_shared/money.json" }, ...more },
});
const shop = (folder: string) => ({
  [`${folder}/contract.json`]: { exchange: { name: "shop" } },
  [`${folder}/_shared/money.json`]: money,
  [`${folder}/order_paid/v1.json`]: order(),
  [`${folder}/order_sent/v1.json`]: order({ parcel: text }),
});

interface Found {
  readonly rule: string;
  readonly file: string;
  readonly review: { readonly old?: { readonly file: string } };
}

async function review(folder: string, schemas: string, against = "main", ...more: string[]) {
  const argv = ["review", "--format", "json", "--against", against, "--schemas", schemas, ...more];
  const { code, out, err } = await runCli(folder, argv, { env: gitEnv });
  const { findings = [] } = JSON.parse(out || "{}") as { readonly findings?: readonly Found[] };
  return { code, err, findings, told: findings.map(({ rule, file }) => `${rule} ${file}`) };
}

/** A repository in which the schemas were in one folder on `main`; it has been moved on `move`. */
function moved(from: string, to: string) {
  const repository = gitRepository();
  const { git, commit, folder } = repository;
  commit({ "package.json": {}, ...shop(from), [`${from}/README.md`]: "" });
  git("checkout", "-q", "-b", "move");
  writeFiles(folder, { [`${to}/.keep`]: "" });
  for (const each of ["contract.json", "_shared", "order_paid", "order_sent"])
    git("mv", `${from}/${each}`, `${to}/${each}`);
  git("commit", "-q", "-m", "Move");
  return repository;
}

describe("a schemas folder that was moved is compared with what it was", () => {
  test.each([
    ["to another name", "schemas", "events"],
    ["into a package", "schemas", "packages/contracts/schemas"],
    ["out of one", "packages/contracts/schemas", "schemas"],
    ["into a folder of its own", "schemas", "schemas/events"],
    ["out of it", "schemas/events", "schemas"],
  ])("%s", async (_, from, to) => {
    const { folder, commit } = moved(from, to);
    expect(await review(folder, to)).toMatchObject({
      code: 0,
      err: `The schemas folder ${to} was ${from} at main; it is compared with that folder.\n`,
      told: [],
    });
    commit({
      [`${to}/order_paid/v1.json`]: order({ id: { type: "number" } }),
      [`${to}/order_sent`]: undefined,
    });
    const { code, findings, told } = await review(folder, to);
    expect(code).toBe(1);
    expect(told).toEqual([
      `type-changed ${to}/order_paid/v1.json`,
      `event-removed ${from}/order_sent/v1.json`,
    ]);
    expect(findings[0]?.review.old?.file).toBe(`${from}/order_paid/v1.json`);
  });

  test("though every file of it was edited, and a new event came", async () => {
    const { folder, commit } = moved("schemas", "events");
    commit({
      "events/contract.json": { exchange: { name: "shop" }, vhost: "/shop" },
      "events/_shared/money.json": { ...money, title: "Money" },
      "events/order_paid/v1.json": order({ note: text }),
      "events/order_sent/v1.json": order({ parcel: text, weight: { type: "number" } }),
      "events/order_lost/v1.json": order(),
    });
    const { told } = await review(folder, "events");
    expect(told).toContain("event-added events/order_lost/v1.json");
    expect(told.filter((each) => each.startsWith("event-"))).toHaveLength(1);
    expect(told).toContain("property-added events/order_paid/v1.json");
  });

  test("and not with another folder that has a copy of it", async () => {
    const { folder, commit, git } = gitRepository();
    commit({ ...shop("old"), ...shop("test/fixtures") });
    git("mv", "old", "schemas");
    expect((await review(folder, "schemas", "HEAD")).err).toContain("was old at HEAD");
  });

  test("also as an earlier state", async () => {
    const { folder, git, commit } = moved("schemas", "events");
    git("tag", "v1", "main");
    commit({ "events/order_paid/v1.json": order({ id: { type: "number" } }) });
    const { told } = await review(folder, "events", "HEAD", "v1");
    expect(told).toEqual([]);
    const earlier = await runCli(folder, ["review", "--schemas", "events", "--against", "HEAD", "v1"], {
      env: gitEnv,
    });
    expect(earlier.out).toContain("messages as of v1 may still be queued");
  });

  test("with links to where the files were", async () => {
    const { folder, commit } = moved("schemas", "events");
    commit({ "events/order_sent": undefined });
    const argv = ["review", "--against", "main", "--schemas", "events", "--format", "markdown"];
    const web = { GITHUB_SERVER_URL: "https://git.example", GITHUB_REPOSITORY: "a/b", GITHUB_SHA: "0" };
    const { out } = await runCli(folder, argv, { env: { ...gitEnv, ...web } });
    expect(out).toMatch(/https:\/\/git\.example\/a\/b\/blob\/[0-9a-f]{40}\/schemas\/order_sent\/v1\.json/);
  });
});

describe("a schemas folder is new", () => {
  test("when the other one is still there: it was copied", async () => {
    const { folder, commit } = gitRepository();
    commit(shop("schemas"));
    writeFiles(folder, shop("events"));
    const { err, told } = await review(folder, "events");
    expect(err).toBe("");
    expect(told.filter((each) => each.startsWith("event-added"))).toHaveLength(2);
  });

  test("when only a contract.json of somewhere else is gone", async () => {
    const { folder, commit } = gitRepository();
    commit({ "other/contract.json": { exchange: { name: "shop" } } });
    writeFiles(folder, shop("schemas"));
    commit({ "other/contract.json": undefined });
    const { err, told } = await review(folder, "schemas", "HEAD~1");
    expect(err).toBe("");
    expect(told.filter((each) => each.startsWith("event-added"))).toHaveLength(2);
  });
});
