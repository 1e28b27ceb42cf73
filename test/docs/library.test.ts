import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import * as library from "../../src/index.js";
import { repository } from "../support/repository.js";

const textOf = (path: string): string => readFileSync(join(repository, path), "utf8");
const page = textOf("docs/reference/library.md");

test("the page has everything that the package exports, types aside", () => {
  const exported = Object.keys(library);
  expect(exported.length).toBeGreaterThan(20);
  expect(exported.filter((name) => !page.includes(`\`${name}\``) && !page.includes(` ${name}(`))).toEqual([]);
});

const surroundings = ["Where", "Surroundings"].flatMap((name) =>
  membersOf("src/project/surroundings.ts", name),
);

test.each([
  ["generateFolder", membersOf("src/project/generate-folder.ts", "GenerateFolderOptions")],
  ["reviewFolder", [...membersOf("src/project/review-folder.ts", "ReviewFolderOptions"), ...surroundings]],
  ["lintFolder", [...membersOf("src/project/lint-folder.ts", "LintFolderOptions"), ...surroundings]],
])("the options of %s are those of its interface", (name, members) => {
  const [, table = ""] =
    new RegExp(`\\n\\| option of \`${name}\` .*\\n\\| ---.*\\n((?:\\|.*\\n)+)`).exec(page) ?? [];
  const listed = table
    .split("\n")
    .flatMap((row) => [...(row.split(" | ")[0] ?? "").matchAll(/`(\w+)`/g)].map(([, option = ""]) => option));
  expect(members.length).toBeGreaterThan(4);
  expect([...listed].sort()).toEqual([...members].sort());
});

/** The members of an interface, by its source. */
function membersOf(path: string, name: string): readonly string[] {
  const [, body = ""] =
    new RegExp(`export interface ${name}\\b[^{]*\\{\\n(.*?)\\n\\}`, "s").exec(textOf(path)) ?? [];
  return [...body.matchAll(/^ {2}readonly (\w+)\??:/gm)].map(([, member = ""]) => member);
}
