import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { cloneOf, type GitRepository, gitEnv, gitRepository } from "../support/git-repository.js";
import { type Ran, runCli } from "../support/run-cli.js";
import { tempFolder, writeFiles } from "../support/temp-folder.js";
import { below, orderPaidV2, type SchemaFiles, shop } from "./shop-contract.js";

const review = (folder: string, ...more: string[]): Promise<Ran> =>
  runCli(folder, ["review", ...more], { env: gitEnv });

function shopRepository(changes: SchemaFiles = {}): GitRepository {
  const repository = gitRepository();
  repository.commit(below("schemas", shop));
  writeFiles(repository.folder, below("schemas", changes));
  return repository;
}

/** One line that says what is wrong and what to do, and nothing else. */
function expectOneLine({ code, out, err }: Ran, ...words: readonly string[]): void {
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toMatch(/^rabbitgen: [^\n]+\n$/);
  expect(err).not.toMatch(/^\s+at |bug in rabbitgen|undefined|\[object/m);
  for (const each of words) expect(err).toContain(each);
}

describe("what to compare with", () => {
  test("that does not exist", async () => {
    const { folder } = shopRepository();
    expectOneLine(await review(folder, "--against", "origin/mian"), "origin/mian");
    expectOneLine(await review(folder, "--against", "no/such/folder"), "no/such/folder");
    expectOneLine(
      await review(folder, "--against", "0123456789012345678901234567890123456789"),
      "0123456789",
    );
  });

  test("that a shallow clone does not have", async () => {
    const origin = shopRepository();
    const base = origin.git("rev-parse", "HEAD");
    origin.commit(below("schemas", orderPaidV2({ note: true })));
    const { folder } = cloneOf(origin, "--depth=1");
    expectOneLine(await review(folder, "--against", base), "git fetch");
    expectOneLine(await review(folder, "--against", "HEAD~1"), "git fetch --no-tags --deepen=1");
  });

  test.each([
    "",
    " ",
    "-rf",
    "--upload-pack=x",
    "main..HEAD",
    "main...HEAD",
    "a\nb",
    "main:schemas/order_paid/v1.json",
  ])("that is not a revision: %j", async (ref) => {
    const { folder } = shopRepository();
    expectOneLine(await review(folder, `--against=${ref}`));
  });

  test("that is not given, outside of a CI system", async () => {
    expectOneLine(await review(shopRepository().folder), "--against origin/main");
  });

  test("in a folder that is in no repository, and in a repository without a commit", async () => {
    const plain = tempFolder(below("schemas", shop));
    expectOneLine(await review(plain, "--against", "main"), "repository");
    const { folder } = gitRepository();
    writeFiles(folder, below("schemas", shop));
    expectOneLine(await review(folder, "--against", "HEAD"), "has no commits yet");
  });

  test("without git on the PATH", async () => {
    const { folder } = shopRepository();
    const env = { ...gitEnv, PATH: "/nonexistent" };
    expectOneLine(await runCli(folder, ["review", "--against", "main"], { env }), "Git is not installed");
  });

  test("that is an empty folder, with no schemas beside it", async () => {
    const folder = tempFolder();
    mkdirSync(join(folder, "old"));
    expectOneLine(await review(folder, "--against", "old"), "contains no schema files");
  });
});

describe("schemas that cannot be read", () => {
  test("in the base are a warning with their lines there, and all else is compared", async () => {
    const repository = gitRepository();
    repository.commit(below("schemas", { ...shop, "order_paid/v1.json": '{ "type": "object", }' }));
    repository.commit(below("schemas", shop));
    const ran = await review(repository.folder, "--against", "HEAD~1");
    expect({ ...ran, err: ran.err.replaceAll(/[0-9a-f]{7,40}/g, "<hash>") }).toMatchInlineSnapshot(`
      {
        "code": 0,
        "err": "",
        "out": "schemas/order_paid/v2.json warning base-unreadable
        Event order_paid could not be compared: it could not be read in the base.
          HEAD~1:schemas/order_paid/v1.json:1:19 json-syntax: Invalid JSON: trailing comma.
        help: Compare it manually with what was published, or review against the last revision in which it can be read.

      1 warning in 1 event; compared with HEAD~1 (568c3d9)
      ",
      }
    `);
  });

  test("in the working tree are reported with their lines", async () => {
    const { folder } = shopRepository({
      "order_paid/v1.json": '{\n  "type": "object"\n  "properties": {}\n}\n',
      "order_paid/v2.json": { type: "object", properties: { total: { $ref: "../_shared/mony.json" } } },
    });
    expect(await review(folder, "--against", "HEAD")).toMatchInlineSnapshot(`
      {
        "code": 2,
        "err": "schemas/order_paid/v1.json:3:3 error json-syntax
        Invalid JSON: comma expected.
          1 | {
          2 |   "type": "object"
        > 3 |   "properties": {}
            |   ^^^^^^^^^^^^

      schemas/order_paid/v2.json:5:15 error ref-unresolved
        "../_shared/mony.json": file "_shared/mony.json" not found in the schemas folder.
          3 |   "properties": {
          4 |     "total": {
        > 5 |       "$ref": "../_shared/mony.json"
            |               ^^^^^^^^^^^^^^^^^^^^^^
        help: Did you mean "_shared/money.json"?

      2 errors in schemas: they cannot be reviewed.
      ",
        "out": "",
      }
    `);
  });

  test("with bytes that are not UTF-8", async () => {
    const repository = shopRepository();
    writeFileSync(
      join(repository.folder, "schemas/order_paid/v1.json"),
      Buffer.from([0x7b, 0xff, 0xfe, 0x7d]),
    );
    expect(await review(repository.folder, "--against", "HEAD")).toMatchInlineSnapshot(`
      {
        "code": 2,
        "err": "schemas/order_paid/v1.json error file-encoding
        This file is not valid UTF-8.
        help: Save it as UTF-8.

      schemas/contract.json:17:13 error version-unknown
        order_paid has no version v1. Available versions: v2.
          15 |         "order_paid": {
          16 |           "versions": [
        > 17 |             "v1",
             |             ^^^^
        help: Fix the label, or add the version file. If the version was removed, remove it from this list too.

      2 errors in schemas: they cannot be reviewed.
      ",
        "out": "",
      }
    `);
  });

  test("by references that end nowhere are errors, and by those that recur are reviewed", async () => {
    const loop = { $ref: "#/$defs/a", $defs: { a: { $ref: "#/$defs/b" }, b: { $ref: "#/$defs/a" } } };
    const { folder } = shopRepository({ "order_paid/v3.json": loop });
    expect(await review(folder, "--against", "HEAD")).toMatchInlineSnapshot(`
      {
        "code": 2,
        "err": "schemas/order_paid/v3.json:4:10 error ref-endless
        This schema refers to itself for the same value, so validation would never end.
          2 |   "$ref": "#/$defs/a",
          3 |   "$defs": {
        > 4 |     "a": {
            |          ^
        help: Move the recursive reference into properties or items.

      1 error in schemas: they cannot be reviewed.
      ",
        "out": "",
      }
    `);
    const tree = (extra: object) => ({
      "tree/v1.json": {
        type: "object",
        properties: { children: { type: "array", items: { $ref: "#" } }, ...extra },
      },
    });
    const recursive = gitRepository();
    recursive.commit(below("schemas", tree({ name: { type: "string" } })));
    writeFiles(recursive.folder, below("schemas", tree({ name: { type: "string", minLength: 3 } })));
    expect((await review(recursive.folder, "--against", "HEAD")).code).toBe(1);
  });
});

describe("a report", () => {
  test("of a format that there is not", async () => {
    const { folder } = shopRepository();
    for (const format of ["xml", "", "=a.txt", "TEXT", "text,json", "__proto__", "constructor"])
      expectOneLine(
        await review(folder, "--against", "HEAD", "--format", format),
        "Available formats: text, json",
      );
    expectOneLine(await review(folder, "--against", "HEAD", "--format", "json="), "add a file name after");
  });

  test("that shares standard output with another one", async () => {
    const { folder } = shopRepository();
    const ran = await review(folder, "--against", "HEAD", "--format", "text", "--format", "json");
    expectOneLine(ran, "--format markdown=comment.md");
  });

  test("that cannot be written", async () => {
    const { folder } = shopRepository();
    const to = (file: string) => review(folder, "--against", "HEAD", "--format", `json=${file}`);
    expectOneLine(await to("schemas"), "schemas cannot be written: EISDIR");
    expectOneLine(await to("schemas/contract.json/report.json"), "cannot be written: ");
    if (process.getuid?.() !== 0) {
      mkdirSync(join(folder, "locked"));
      chmodSync(join(folder, "locked"), 0o555);
      expectOneLine(await to("locked/report.json"), "EACCES");
    }
  });
});

describe("options", () => {
  test.each(["--mode=sideways", "--fail-on=info", "--against", "--mod=full", "HEAD"])(
    "that are none: %s",
    async (option) => {
      const { code, err } = await review(shopRepository().folder, option);
      expect(code).toBe(2);
      expect(err).toMatch(/^error: [^\n]+\n/);
      expect(err).not.toMatch(/^\s+at /m);
    },
  );

  test("--code that names no folder", async () => {
    const { folder } = shopRepository();
    expectOneLine(await review(folder, "--against", "HEAD", "--code", "no/such/src"), "no/such/src");
  });
});
