import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { repository } from "../support/repository.js";
import { importedPackages, specifiersIn } from "./imported-packages.js";

const manifest = JSON.parse(readFileSync(join(repository, "package.json"), "utf8")) as {
  readonly name: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, unknown>>;
  readonly scripts: Readonly<Record<string, string>>;
};
const { packages, unfollowed, files } = importedPackages([
  "src/bin.ts",
  "src/index.ts",
  "src/testing/index.ts",
]);

describe("the packages that the published files import", () => {
  test("are declared as dependencies", () => {
    const known = new Set([manifest.name, ...Object.keys(manifest.dependencies)]);
    expect([...packages].filter(([name]) => !known.has(name))).toEqual([]);
  });
  test("are all of the dependencies", () => {
    const unused = Object.keys(manifest.dependencies).filter((name) => !packages.has(name));
    expect(unused).toEqual([]);
  });
  test("are found through every command, each dynamic import and each thread", () => {
    expect(files).toContain("src/cli/watch-folder.ts");
    expect(files).toContain("src/sdk/work-thread.ts");
    expect(files).toContain("runtime/formats/formats.ts");
    expect(packages.get("ajv-draft-04")).toMatch(/^src\/contract\/(?:structure-checks|meta-schemas)\.ts$/);
    expect(unfollowed).toEqual([]);
  });
});

describe("imports are followed", () => {
  test.each([
    ['import { a } from "a";', ["a"]],
    ['import "a/b.js";', ["a/b.js"]],
    ['export * from "a";', ["a"]],
    ['const a = await import("a");', ["a"]],
    ["const a = await import(`a`);", ["a"]],
    ['const a = require("a/b.json");', ["a/b.json"]],
    ['const a = createRequire(import.meta.url)("b"); const c = nodeRequire("c");', ["b", "c"]],
    ['const a = require.resolve("a");', ["a"]],
    ['new Worker(new URL("./a.js", import.meta.url));', ["./a.js"]],
    ["const a = await import(name);", [undefined]],
    ['import type { A } from "a"; export type { B } from "b"; type C = import("c").C;', []],
    ['// import "a"\nconst text = \'import "b"\';', []],
  ])("in %s", (text, specifiers) => {
    expect(specifiersIn("file.ts", text)).toEqual(specifiers);
  });
});

test("no script runs where the package is installed", () => {
  const running = ["preinstall", "install", "postinstall", "prepare"];
  expect(Object.keys(manifest.scripts).filter((name) => running.includes(name))).toEqual([]);
  expect(manifest.scripts["postprepare"]).toContain("build");
});
