import { chmodSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { GitRepository } from "../support/git-repository.js";
import { repository } from "../support/repository.js";
import { tempFolder } from "../support/temp-folder.js";
import { commentsApi } from "./comments-api.js";
import { installProgram, shop } from "./shop.js";

const manifest = JSON.parse(readFileSync(join(repository, "package.json"), "utf8")) as { version: string };

/** An npm that installs this repository's rabbitgen, whatever it is asked for, and says what that was. */
function fakeNpm(): string {
  const folder = tempFolder();
  installProgram(folder);
  const lines = [
    "#!/bin/sh",
    'echo "npm $*"',
    'mkdir -p "$3/node_modules"',
    `cp -r "${folder}/node_modules/.bin" "$3/node_modules/.bin"`,
  ];
  const bin = tempFolder({ npm: `${lines.join("\n")}\n` });
  chmodSync(join(bin, "npm"), 0o755);
  return bin;
}

const uninstall = ({ folder }: GitRepository): void =>
  rmSync(join(folder, "node_modules"), { recursive: true });

const inputs = { lint: "false", generated: "" };

test("a project without rabbitgen gets the version that the action is of", async () => {
  const { push, run } = shop();
  push({ "readme.md": "more" });
  const acted = await run(await commentsApi(), { path: fakeNpm(), prepare: uninstall, inputs });
  expect(acted.code).toBe(0);
  expect(acted.log).toContain(`rabbitgen@${manifest.version}\n`);
  expect(acted.annotations[0]).toMatch(/^::notice .*not installed in this project/);
});

test("a version that is asked for is installed, and nothing else", async () => {
  const { push, run } = shop();
  push({ "readme.md": "more" });
  const acted = await run(await commentsApi(), { path: fakeNpm(), inputs: { ...inputs, version: "^0.1" } });
  expect(acted.code).toBe(0);
  expect(acted.log).toContain("rabbitgen@^0.1\n");
  const api = await commentsApi();
  const other = await run(api, { path: fakeNpm(), inputs: { ...inputs, version: "npm:something-else" } });
  expect(other.code).toBe(2);
  expect(other.log).not.toContain("npm install");
  expect(other.annotations).toEqual([
    '::error title=rabbitgen::"npm:something-else" is not a version of rabbitgen.',
  ]);
});

test("a missing folder is reported", async () => {
  const { push, run } = shop();
  push({ "readme.md": "more" });
  const acted = await run(await commentsApi(), { inputs: { "working-directory": "services/none" } });
  expect(acted.code).toBe(2);
  expect(acted.steps).toEqual(["Find rabbitgen"]);
  expect(acted.annotations).toEqual([
    expect.stringContaining('Folder "services/none" not found (working-directory)'),
  ]);
});
