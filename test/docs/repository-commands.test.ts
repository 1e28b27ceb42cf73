import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { documentationPages } from "../support/documentation.js";
import { repository } from "../support/repository.js";

const read = (path: string): string => readFileSync(join(repository, path), "utf8");
const { scripts } = JSON.parse(read("package.json")) as {
  readonly scripts: Readonly<Record<string, string>>;
};

/** The scripts of this repository that a page shows to its readers. */
function scriptsOn(page: string): readonly string[] {
  const text = read(page).replace(/<!--.*?-->/gs, "");
  return [...text.matchAll(/`[^`\n]*npm run (?:--silent )?([\w:-]+)/g)]
    .map(([, name = ""]) => name)
    .filter((name) => name in scripts);
}

const pages = documentationPages().filter((page) => scriptsOn(page).length > 0);

test("pages that measure show scripts of this repository", () => {
  expect(pages).toEqual(expect.arrayContaining(["docs/explanation/performance.md", "README.md"]));
});

test.each(pages)("%s says that its npm scripts need a clone of the repository", (page) => {
  expect(/\b(?:from|in)\s+a\s+clone\b/i.test(read(page))).toBe(true);
});
