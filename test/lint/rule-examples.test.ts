import { describe, expect, test } from "vitest";
import { lintRules } from "../../src/lint/rules.js";
import type { ExampleFolder } from "../../src/rules/rule.js";
import { lintBy } from "./lint-files.js";

describe.each(lintRules)("$id", ({ id, examples: { finds, passes } }) => {
  test.each(numbered(finds))("has one finding in its example %i in finds", async (_, folder) => {
    expect(await lintBy(id, asTexts(folder))).toHaveLength(1);
  });

  test.each(numbered(passes))("has no finding in its example %i in passes", async (_, folder) => {
    expect(await lintBy(id, asTexts(folder))).toEqual([]);
  });

  test("has both kinds of examples", () => {
    expect(Math.min(finds.length, passes.length)).toBeGreaterThan(0);
  });
});

function numbered(folders: readonly ExampleFolder[]): [number, ExampleFolder][] {
  return folders.map((folder, index) => [index + 1, folder]);
}

/** Examples are values, even where these are strings. */
function asTexts(folder: ExampleFolder): Record<string, string> {
  return Object.fromEntries(Object.entries(folder).map(([path, value]) => [path, JSON.stringify(value)]));
}
