// @module-tag long
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Finding } from "../../src/findings/finding.js";
import type { ExampleChange } from "../../src/review/review-rule.js";
import { reviewRules } from "../../src/review/review-rules.js";
import { formProblems } from "../support/form-problems.js";
import { missingExamples } from "../support/missing-examples.js";
import { type ExampleFinding, printedFindings } from "../support/printed-findings.js";
import { repository } from "../support/repository.js";
import { todosIn } from "../support/todos-in.js";
import { review } from "./review-folders.js";
import { severityProblems } from "./severity-problems.js";

const ids = reviewRules.map(({ id }) => id);

describe.each(reviewRules)("$id", (rule) => {
  const { id, examples } = rule;
  const { invalid, valid } = examples;
  const path = `src/review/rules/${id}.ts`;
  const unwritten = () => [...todosIn(path), ...missingExamples(id, examples)];

  test("is written, and has examples of both kinds", () => {
    expect(unwritten(), `${path} is not finished`).toEqual([]);
  });

  test("has texts in the form of all rules", () => {
    expect(formProblems(rule), `fix these texts in ${path}`).toEqual([]);
  });

  test("has a severity for what it breaks, and an example of each severity of its findings", async () => {
    const found = (await Promise.all(invalid.map((change) => foundBy(id, change)))).flat();
    expect(severityProblems(rule, found), `fix the severity in ${path}`).toEqual([]);
  });

  test.each(numbered(invalid))("has one finding in its invalid example %i", async (number, change) => {
    const found = await foundBy(id, change);
    expect(
      found.map(({ message }) => message),
      `invalid example ${number} of ${id} must have exactly one finding of it: change the example, or judge, in ${path}`,
    ).toEqual([expect.any(String)]);
    for (const { verdict, witness, failures, reason } of found[0]?.review?.breaks ?? [])
      expect(
        verdict === "refuted" && witness !== undefined ? failures : reason,
        `what invalid example ${number} of ${id} breaks must have a reason: give it in judge, in ${path}`,
      ).toBeTruthy();
  });

  test.each(numbered(invalid))(
    "has no finding of a rule that it is not about in its invalid example %i",
    async (number, change) => {
      const others = (await rulesOf(change)).filter((other) => other !== id);
      expect(
        others.filter((other) => !together[id]?.includes(other)),
        `invalid example ${number} of ${id} must have no finding of another rule: change only one thing in it, or list both rules in \`together\` of this test, with the reason`,
      ).toEqual([]);
    },
  );

  test.each(numbered(valid))("has no finding in its valid example %i", async (number, change) => {
    const found = await foundBy(id, change);
    expect(
      found.map(({ message }) => message),
      `valid example ${number} of ${id} must have no finding of it: change the example, or judge, in ${path}`,
    ).toEqual([]);
    expect(
      JSON.stringify(change.new),
      `valid example ${number} of ${id} must change something: what is not this rule's matter`,
    ).not.toBe(JSON.stringify(change.old));
  });

  test("has a valid example with a finding of another rule", async () => {
    const others = (await Promise.all(valid.map(rulesOf))).flat();
    const expected = schemaRules.includes(id) ? schemaRules.filter((other) => other !== id) : ids;
    expect(
      others.filter((other) => expected.includes(other)).length,
      `another rule${schemaRules.includes(id) ? " about schemas" : ""} must have a finding in a valid example of ${id}, which shows that the review sees the change: change in ${path} what another rule reports`,
    ).toBeGreaterThan(0);
  });

  test("says of its examples what golden/ has", async () => {
    expect(unwritten().length, `nothing is recorded until ${path} is finished`).toBe(0);
    const found: ExampleFinding[] = [];
    for (const change of invalid) {
      for (const finding of await foundBy(id, change)) {
        const value = (finding.review?.gone ? change.old : change.new)[finding.file];
        found.push({ finding, text: JSON.stringify(value, undefined, 2) });
      }
    }
    await expect(
      printedFindings(found),
      `to record other findings: npx vitest run test/review -t ${id} --update, and review the file`,
    ).toMatchFileSnapshot(`golden/${id}.yaml`);
  });
});

/** The rules that `schemaRule` makes: they differ only in the kind of change that they select. */
const schemaRules = ids.filter((id) =>
  readFileSync(join(repository, "src/review/rules", `${id}.ts`), "utf8").includes("schemaRule("),
);

test("the rules about schema changes are many", () => {
  expect(schemaRules.length).toBeGreaterThan(10);
});

/** Rules that speak of the same change, each of its own part. */
const together: Readonly<Record<string, readonly string[]>> = {
  // the example has more than one change, which is what the rule is about
  "changed-together": ["keyword-changed"],
  // what was required is rejected where it is missing; the loss itself has the advice
  "property-removed": ["required-removed"],
  "property-renamed": ["required-added", "required-removed"],
  // the property comes back
  "property-reserved": ["property-added"],
  // more attempts are another number in the headers, and other arguments of the queue
  "queue-changed": ["retry-changed"],
};

async function rulesOf(change: ExampleChange): Promise<readonly string[]> {
  return [...new Set((await findingsOf(change)).map(({ rule }) => rule))];
}

async function foundBy(id: string, change: ExampleChange): Promise<readonly Finding[]> {
  return (await findingsOf(change)).filter(({ rule }) => rule === id);
}

const reviewed = new Map<ExampleChange, Promise<readonly Finding[]>>();

/** What review says of an example, which several tests look at. */
function findingsOf(change: ExampleChange): Promise<readonly Finding[]> {
  const findings = reviewed.get(change) ?? review(change.old, change.new);
  reviewed.set(change, findings);
  return findings;
}

test("golden/ has no file of a rule that is gone", () => {
  const files = readdirSync(join(repository, "test/review/golden"));
  expect(
    files.filter((file) => !ids.includes(file.replace(/\.yaml$/, ""))),
    "delete these files in test/review/golden, whose rules are not registered",
  ).toEqual([]);
});

function numbered(changes: readonly ExampleChange[]): [number, ExampleChange][] {
  return changes.map((change, index) => [index + 1, change]);
}
