import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { repository } from "../support/repository.js";
import { allCases } from "../toolchains/all-cases.js";

const page = readFileSync(join(repository, "docs/reference/toolchains.md"), "utf8");
const names = allCases({ folder: "", installed: "", service: "", isBroken: false }).map(({ name }) => name);
const rows = page
  .split("\n")
  .filter((line) => line.startsWith("| ") && !/^\| (?:---|requirement)/.test(line));

test("every case of the toolchains is in the table, by its name or, for TypeScript, by its version and setting", () => {
  const inTable = new Set(
    rows.flatMap((row) => [...row.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name)),
  );
  const parts = (name: string): readonly string[] => {
    const [version = "", setting = ""] = name.split(": ");
    return inTable.has(name) ? [name] : [`${version}: …`, setting];
  };
  expect(names.length).toBeGreaterThan(20);
  expect(names.flatMap(parts).filter((part) => !inTable.has(part))).toEqual([]);
});

test("every row names a case or an example", () => {
  const isNamed = (row: string): boolean => {
    const last = row.split(" | ").at(-1) ?? "";
    return [...last.matchAll(/`([^`]+)`/g)].every(([, name = ""]) => isKnown(name)) && last.includes("`");
  };
  expect(rows.filter((row) => !isNamed(row))).toEqual([]);
});

function isKnown(name: string): boolean {
  const start = name.replace(/…$/, "");
  return (
    /^examples\//.test(name) || names.some((each) => each.startsWith(start) || each.endsWith(`: ${name}`))
  );
}
