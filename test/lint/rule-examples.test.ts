// @module-tag long
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { lintRules } from "../../src/lint/lint-rules.js";
import type { ExampleFolder } from "../../src/rules/rule.js";
import { formProblems } from "../support/form-problems.js";
import { missingExamples } from "../support/missing-examples.js";
import { type ExampleFinding, printedFindings } from "../support/printed-findings.js";
import { repository } from "../support/repository.js";
import { todosIn } from "../support/todos-in.js";
import { lintBy } from "./lint-files.js";

describe.each(lintRules)("$id", (rule) => {
  const { id, severity, examples } = rule;
  const { invalid, valid } = examples;
  const path = `src/lint/rules/${id}.ts`;
  const unwritten = () => [...todosIn(path), ...missingExamples(id, examples)];

  test("is written, and has examples of both kinds", () => {
    expect(unwritten(), `${path} is not finished`).toEqual([]);
  });

  test("has texts in the form of all rules", () => {
    expect(formProblems(rule), `fix these texts in ${path}`).toEqual([]);
  });

  test.each(numbered(invalid))("has one finding in its invalid example %i", async (number, folder) => {
    expect(
      await messages(id, folder),
      `invalid example ${number} of ${id} must have exactly one finding of it: change the example, or judge, in ${path}`,
    ).toEqual([expect.any(String)]);
  });

  test.each(numbered(valid))("has no finding in its valid example %i", async (number, folder) => {
    expect(
      await messages(id, folder),
      `valid example ${number} of ${id} must have no finding of it: change the example, or judge, in ${path}`,
    ).toEqual([]);
  });

  test("says of its examples what golden/ has", async () => {
    expect(unwritten().length, `nothing is recorded until ${path} is finished`).toBe(0);
    const found: ExampleFinding[] = [];
    for (const folder of invalid) {
      const texts = asTexts(folder);
      for (const finding of await lintBy(id, texts, severity))
        found.push({ finding, text: texts[finding.file] });
    }
    await expect(
      printedFindings(found),
      `to record other findings: npx vitest run test/lint -t ${id} --update, and review the file`,
    ).toMatchFileSnapshot(`golden/${id}.yaml`);
  });
});

test("golden/ has no file of a rule that is gone", () => {
  const files = readdirSync(join(repository, "test/lint/golden"));
  const ids = lintRules.map(({ id }) => id);
  expect(
    files.filter((file) => !ids.includes(file.replace(/\.yaml$/, ""))),
    "delete these files in test/lint/golden, whose rules are not registered",
  ).toEqual([]);
});

async function messages(id: string, folder: ExampleFolder): Promise<readonly string[]> {
  return (await lintBy(id, asTexts(folder))).map(({ message }) => message);
}

function numbered(folders: readonly ExampleFolder[]): [number, ExampleFolder][] {
  return folders.map((folder, index) => [index + 1, folder]);
}

/** Examples are values, even where these are strings. */
function asTexts(folder: ExampleFolder): Record<string, string> {
  return Object.fromEntries(
    Object.entries(folder).map(([path, value]) => [path, JSON.stringify(value, undefined, 2)]),
  );
}
