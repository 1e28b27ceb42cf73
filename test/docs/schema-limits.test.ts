import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { longestChain, mostInPlace } from "../../src/contract/check-limits.js";
import { mostSubschemas, mostValues } from "../../src/contract/schema-size.js";
import { maxDepth } from "../../src/contract/syntax-problems.js";
import { MOST_TOGETHER } from "../../src/patterns/pattern-work.js";
import { MOST_FOR_ONE } from "../../src/patterns/text-pattern.js";
import { repository } from "../support/repository.js";

const page = readFileSync(join(repository, "docs/reference/schema-files.md"), "utf8");
const grouped = (number: number): string => number.toLocaleString("en");
const million = 1_000_000;

test("the table of limits in docs/reference/schema-files.md has the figures of the code, and no other", () => {
  const table = page.split("| what | at most | else |\n")[1]?.split("\n\n")[0] ?? "";
  const figures = table.split("\n").map((row) => row.split(" | ")[1]);
  expect(figures.slice(1)).toEqual([
    grouped(mostSubschemas),
    grouped(mostValues),
    grouped(mostInPlace),
    grouped(longestChain),
    grouped(maxDepth),
    `${MOST_FOR_ONE / million} million, ${MOST_TOGETHER / million} million for all`,
  ]);
});
