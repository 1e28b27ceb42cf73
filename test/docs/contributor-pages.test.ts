import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { testFiles } from "../support/projects.js";
import { repository } from "../support/repository.js";

const pages = ["ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md"];
const read = (page: string): string => readFileSync(join(repository, page), "utf8");
const architecture = read("ARCHITECTURE.md");
const { scripts } = JSON.parse(read("package.json")) as { scripts: Readonly<Record<string, string>> };

/** Code spans that are paths of the repository. */
function pathsIn(text: string): string[] {
  const roots =
    /^(?:src|runtime|test|tools|docs|checks|bench|generated|packages|json-schemas|\.github|\.ci)\//;
  return [...text.matchAll(/`([^`\n]+)`/g)]
    .flatMap(([, span = ""]) => span)
    .filter((span) => roots.test(span) && !/[\s*]|my-rule/.test(span));
}

describe.each(pages)("%s", (page) => {
  test("names only files and folders that exist", () => {
    const missing = pathsIn(read(page)).filter((path) => !existsSync(join(repository, path)));
    // installed or built on demand
    const made = /node_modules|^generated\/$/;
    expect(missing.filter((path) => !made.test(path))).toEqual([]);
  });

  test("names only scripts of package.json", () => {
    const named = [...read(page).matchAll(/npm run ([\w:-]+)/g)].map(([, name = ""]) => name);
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
  });

  test("links only to files that exist", () => {
    const links = [...read(page).matchAll(/\]\(([^)#]+)[^)]*\)/g)].map(([, target = ""]) => target);
    const local = links.filter((target) => !target.includes("://"));
    expect(local.filter((target) => !existsSync(join(repository, dirname(page), target)))).toEqual([]);
  });
});

test("the check of paths finds one that does not exist", () => {
  expect(pathsIn("See `src/contract/gone.ts`, `npm test` and `order_paid/v1.json`.")).toEqual([
    "src/contract/gone.ts",
  ]);
});

test("ARCHITECTURE.md describes each folder of src", () => {
  const folders = readdirSync(join(repository, "src"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  const rows = architecture.split("\n").filter((line) => line.startsWith("| `"));
  const described = rows.flatMap((row) =>
    [...(row.split("|")[1] ?? "").matchAll(/`([\w-]+)`/g)].map(([, name]) => name),
  );
  expect(folders.filter((name) => !described.includes(name))).toEqual([]);
});

test("CONTRIBUTING.md says how a test file is tagged as the projects read it", () => {
  expect(read("CONTRIBUTING.md")).toContain("// @module-tag browser");
  expect(testFiles().browser.length).toBeGreaterThan(0);
});
