// @module-tag long
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { lintRules } from "../../src/lint/lint-rules.js";
import type { ExampleFolder } from "../../src/rules/rule.js";
import { type ExampleFinding, printedFindings } from "../support/printed-findings.js";
import { repository } from "../support/repository.js";
import { lintBy } from "./lint-files.js";

describe.each(lintRules)("$id", ({ id, severity, examples: { invalid, valid } }) => {
  test.each(numbered(invalid))("has one finding in its invalid example %i", async (_, folder) => {
    expect(await lintBy(id, asTexts(folder))).toHaveLength(1);
  });

  test.each(numbered(valid))("has no finding in its valid example %i", async (_, folder) => {
    expect(await lintBy(id, asTexts(folder))).toEqual([]);
  });

  test("says of its examples what golden/ has", async () => {
    const found: ExampleFinding[] = [];
    for (const folder of invalid) {
      const texts = asTexts(folder);
      for (const finding of await lintBy(id, texts, severity))
        found.push({ finding, text: texts[finding.file] });
    }
    await expect(printedFindings(found)).toMatchFileSnapshot(`golden/${id}.yaml`);
  });

  test("has both kinds of examples", () => {
    expect(Math.min(invalid.length, valid.length)).toBeGreaterThan(0);
  });
});

test("golden/ has no file of a rule that is gone", () => {
  const files = readdirSync(join(repository, "test/lint/golden"));
  const ids = lintRules.map(({ id }) => id);
  expect(files.filter((file) => !ids.includes(file.replace(/\.yaml$/, "")))).toEqual([]);
});

function numbered(folders: readonly ExampleFolder[]): [number, ExampleFolder][] {
  return folders.map((folder, index) => [index + 1, folder]);
}

/** Examples are values, even where these are strings. */
function asTexts(folder: ExampleFolder): Record<string, string> {
  return Object.fromEntries(
    Object.entries(folder).map(([path, value]) => [path, JSON.stringify(value, undefined, 2)]),
  );
}
