import { describe, expect, test } from "vitest";
import { lintRules } from "../../src/lint/rules.js";
import type { ExampleFolder } from "../../src/rules/rule.js";
import { lintBy } from "./lint-files.js";

describe.each(lintRules)("$id", ({ id, examples: { breaking, safe } }) => {
  test.each(numbered(breaking))("has one finding in its breaking example %i", async (_, folder) => {
    expect(await lintBy(id, asTexts(folder))).toHaveLength(1);
  });

  test.each(numbered(safe))("has no finding in its safe example %i", async (_, folder) => {
    expect(await lintBy(id, asTexts(folder))).toEqual([]);
  });

  test("has both kinds of examples", () => {
    expect(Math.min(breaking.length, safe.length)).toBeGreaterThan(0);
  });
});

function numbered(folders: readonly ExampleFolder[]): [number, ExampleFolder][] {
  return folders.map((folder, index) => [index + 1, folder]);
}

/** Examples are values, even where these are strings. */
function asTexts(folder: ExampleFolder): Record<string, string> {
  return Object.fromEntries(Object.entries(folder).map(([path, value]) => [path, JSON.stringify(value)]));
}
