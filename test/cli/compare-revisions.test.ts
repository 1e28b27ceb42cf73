import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { cloneOf, gitEnv, gitRepository } from "../support/git-repository.js";
import { runCli } from "../support/run-cli.js";
import { tempFolder, writeFiles } from "../support/temp-folder.js";

const money = (...currencies: string[]) => ({ enum: currencies });
const order = (more: object = {}) => ({
  type: "object",
  properties: { total: { $ref: "../_shared/money.json" }, ...more },
  required: ["total"],
});
const path = "schemas/order_paid/v1.json";

const compare = (folder: string, ...argv: string[]) => runCli(folder, ["compare", ...argv], { env: gitEnv });

/** On `main` two currencies and version 1; since then one currency more, in another file than the version. */
function shop(root = "") {
  const repository = gitRepository();
  const base = repository.commit({
    [`${root}${path}`]: order(),
    [`${root}schemas/_shared/money.json`]: money("EUR", "USD"),
  });
  writeFiles(repository.folder, {
    [`${root}${path}`]: order({ note: { type: "string" } }),
    [`${root}schemas/_shared/money.json`]: money("EUR", "USD", "GBP"),
  });
  return { ...repository, base };
}

describe("compare reads files of git revisions", () => {
  test("with what they referred to then", async () => {
    const { folder, base, git } = shop();
    git("tag", "v1");
    for (const ref of ["main", base, "v1", "HEAD", "refs/heads/main", "HEAD^{commit}"]) {
      const ran = await compare(folder, `${ref}:${path}`, path);
      expect(ran).toMatchObject({ code: 1, err: "" });
      expect(ran.out).toContain('enum value "GBP" added  schemas/_shared/money.json');
      expect(ran.out).toContain('property "note" added');
    }
    const back = await compare(folder, path, `main:${path}`);
    expect(back.out).toContain('enum value "GBP" removed  main:schemas/_shared/money.json');
    expect(await compare(folder, `main:${path}`, `HEAD:./${path}`)).toMatchObject({ code: 0 });
  });

  test("by `$id` as well, in the folder of the contract", async () => {
    const { folder, commit } = gitRepository();
    const id = "https://example.com/money";
    const files = (...currencies: string[]) => ({
      "events/contract.json": {},
      "events/order/v1.json": { properties: { total: { $ref: id } } },
      "events/_shared/any.json": { $id: id, ...money(...currencies) },
    });
    commit(files("EUR", "USD"));
    writeFiles(folder, files("EUR"));
    const ran = await compare(folder, "main:events/order/v1.json", "events/order/v1.json");
    expect(ran).toMatchObject({ code: 1, err: "", out: expect.stringContaining('enum value "USD" removed') });
  });

  test("of a file that stands alone, and in the repository's root", async () => {
    const { folder, commit } = gitRepository();
    commit({ "a.json": { $ref: "b/c.json" }, "b/c.json": { type: "string" }, "other.json": "{" });
    writeFiles(folder, { "b/c.json": { type: "number" } });
    const ran = await compare(folder, "HEAD:a.json", "a.json");
    expect(ran).toMatchObject({
      code: 1,
      err: "",
      out: expect.stringContaining("type changed from string to number"),
    });
  });

  test("from a folder below the root, by both kinds of path", async () => {
    const { folder } = shop("services/billing/");
    const below = join(folder, "services/billing");
    for (const name of [`services/billing/${path}`, `./${path}`, `../billing/${path}`])
      expect((await compare(below, `main:${name}`, path)).out).toContain('enum value "GBP" added');
    const ran = await compare(below, `main:${path}`, path);
    expect(ran.err).toBe(`rabbitgen: File "${path}" not found at "main". Did you mean "main:./${path}"?\n`);
  });

  test("in a shallow clone says what to fetch", async () => {
    const { base, commit, folder } = shop();
    commit({});
    commit({});
    const clone = cloneOf({ folder } as never, "--depth=1");
    const ran = await compare(clone.folder, `${base}:${path}`, path);
    expect(ran).toMatchObject({
      code: 2,
      err: expect.stringContaining(`git fetch --no-tags --depth=1 origin ${base}`),
    });
  });

  test.each([
    [
      "a file that the revision does not have",
      "main:schemas/none.json",
      /File "schemas\/none\.json" not found at "main"/,
    ],
    ["a folder", "main:schemas", /is a folder/],
    ["nothing", "main:", /names no file/],
    ["the index", `:${path}`, /index/],
    ["a revision that does not exist", `mian:${path}`, /There is no commit "mian".*did you mean "main"/],
    ["a path out of the repository", "main:../../x.json", /outside the repository/],
    ["an option", `--output=x:${path}`, /option/],
    ["an option behind --", `-x:${path}`, /starts with "-"/],
    ["two revisions", `main..HEAD:${path}`, /two revisions/],
    ["a file that is no schema", "main:wrong.json", /main:\.\/wrong\.json:/],
    ["bytes that are no text", "main:latin.json", /not UTF-8/],
  ])("and says what is wrong with %s", async (_, name, message) => {
    const { folder, commit } = gitRepository();
    commit({ [path]: {}, "wrong.json": { type: "objekt" }, "latin.json": "" });
    writeFiles(folder, { "latin.json": "" });
    writeFileSync(join(folder, "latin.json"), Buffer.from([0x22, 0xff, 0x22]));
    commit({});
    const argv = name.startsWith("-x") ? ["--", name, path] : [name, path];
    const ran = await compare(folder, ...argv);
    expect({ code: ran.code, out: ran.out }).toEqual({ code: 2, out: "" });
    expect(ran.err).toMatch(message);
    expect(ran.err).not.toContain("bug in rabbitgen");
  });
});

describe("what is a file stays one", () => {
  test("that has a colon in its name, though a revision is called so, too", async () => {
    const { folder, commit } = gitRepository();
    commit({ "a.json": { type: "string" } });
    writeFiles(folder, { "main:a.json": { type: "number" } });
    expect(await compare(folder, "main:a.json", "a.json")).toMatchObject({ code: 1 });
    expect(await compare(folder, "./main:a.json", "main:a.json")).toMatchObject({ code: 0 });
    mkdirSync(join(folder, "main:b.json"));
    expect((await compare(folder, "main:b.json", "a.json")).err).toMatch(
      /File "b\.json" not found at "main"/,
    );
  });

  test.each(["C:\\schemas\\v1.json", "c:/schemas/v1.json", "https://example.com/v1.json"])(
    "that is not there: %s",
    async (name) => {
      const ran = await compare(tempFolder({ "a.json": {} }), name, "a.json");
      expect(ran).toMatchObject({ code: 2, err: `rabbitgen: ${name} cannot be read: ENOENT.\n` });
    },
  );
});
