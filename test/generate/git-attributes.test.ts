import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runCli } from "../support/run-cli.js";
import { tempFolder } from "../support/temp-folder.js";

const schemas = { "schemas/paid/v1.json": { type: "object" } };

test(".gitattributes marks the files as generated for git and forges, and keeps their line ends", async () => {
  const folder = tempFolder(schemas);
  expect(await runCli(folder, ["generate"])).toMatchObject({ code: 0 });
  const git = (...args: string[]): string => execFileSync("git", args, { cwd: folder, encoding: "utf8" });
  git("init", "--quiet");
  const attributes = ["linguist-generated", "eol"];
  expect(
    git("check-attr", ...attributes, "--", "generated/paid.ts", "schemas/paid/v1.json").split("\n"),
  ).toEqual([
    "generated/paid.ts: linguist-generated: set",
    "generated/paid.ts: eol: lf",
    "schemas/paid/v1.json: linguist-generated: unspecified",
    "schemas/paid/v1.json: eol: unspecified",
    "",
  ]);
  expect(await runCli(folder, ["generate", "--check"])).toMatchObject({ code: 0 });
  rmSync(join(folder, "generated/.gitattributes"));
  expect((await runCli(folder, ["generate", "--check"])).out).toContain("missing  generated/.gitattributes");
});

test("a file of the user's own stays, and does not count as a difference", async () => {
  const own = "* -text\n";
  const folder = tempFolder({ ...schemas, "generated/.gitattributes": own });
  const path = join(folder, "generated/.gitattributes");
  for (const args of [["generate"], ["generate", "--fresh"], ["generate", "--check"]]) {
    expect(await runCli(folder, args)).toMatchObject({ code: 0 });
    expect(readFileSync(path, "utf8")).toBe(own);
  }
});

test("a user may replace ours by one of their own", async () => {
  const folder = tempFolder(schemas);
  const path = join(folder, "generated/.gitattributes");
  expect(await runCli(folder, ["generate"])).toMatchObject({ code: 0 });
  expect(existsSync(path)).toBe(true);
  writeFileSync(path, "* -text\n");
  expect(await runCli(folder, ["generate"])).toMatchObject({ code: 0 });
  expect(await runCli(folder, ["generate", "--check"])).toMatchObject({ code: 0 });
  expect(readFileSync(path, "utf8")).toBe("* -text\n");
});
