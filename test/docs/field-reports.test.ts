import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { repository } from "../support/repository.js";

const page = readFileSync(join(repository, "docs/explanation/field-reports.md"), "utf8");
const rows = page
  .split("\n")
  .filter((line) => line.startsWith("|") && !/^\| (?:report|---) \|/.test(line))
  .map((line) => line.slice(2, -2).split(" | "));

/** A report as the page cites it: `[owner/repo#1](https://github.com/owner/repo/issues/1)`. */
const citation =
  /^\[([\w.-]+\/[\w.-]+)#(\d+)\]\(https:\/\/github\.com\/([\w.-]+\/[\w.-]+)\/(?:issues|pull)\/(\d+)\)$/;

/** A test as the page names it: a link to its file, and its title as the file has it. */
const namedTest = /^\[([\w/.-]+)\]\(\.\.\/\.\.\/test\/([\w/.-]+\.test\.ts)\) `([^`]+)`$/;

test("each row has a report, the failure, what the SDK does, and the test that shows it", () => {
  expect(rows.length).toBeGreaterThanOrEqual(50);
  expect(rows.filter((cells) => cells.length !== 4 || cells.some((cell) => cell.trim() === ""))).toEqual([]);
});

test("each report is cited once, by its tracker's number and a link to it", () => {
  const reports = rows.flatMap(([cell = ""]) => cell.split(", "));
  const linked = reports.map((report) => {
    const [, repo, number, linkedRepo, linkedNumber] = citation.exec(report) ?? [];
    return repo !== undefined && repo === linkedRepo && number === linkedNumber
      ? report
      : `not cited: ${report}`;
  });
  expect(linked).toEqual(reports);
  expect(reports).toEqual([...new Set(reports)]);
});

test("each test that the page names is there, in its file and under its title", () => {
  const names = rows.flatMap(([, , , cell = ""]) => cell.split("<br>")).filter((name) => name !== "no test");
  expect(names.filter((name) => !isThere(name))).toEqual([]);
});

test("a row says that there is no test, or names some, and never both", () => {
  const both = rows.filter(([, , , cell = ""]) => cell.includes("no test") && cell !== "no test");
  expect(both).toEqual([]);
});

function isThere(name: string): boolean {
  const [, label, file = "", title = ""] = namedTest.exec(name) ?? [];
  const path = join(repository, "test", file);
  return label === file && existsSync(path) && firstArguments(readFileSync(path, "utf8")).includes(title);
}

/** The texts with which calls begin, the titles of tests that run among them. */
function firstArguments(source: string): readonly string[] {
  const call = /(?<!\.(?:skip|todo|fails))\(\s*("(?:[^"\\\n]|\\.)*"),/g;
  return [...source.matchAll(call)].map(([, text = ""]) => JSON.parse(text));
}
