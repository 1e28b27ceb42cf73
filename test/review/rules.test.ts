// @module-tag long
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { compareText } from "../../src/code/compare-text.js";
import type { Finding, Severity } from "../../src/findings/finding.js";
import { lintRules } from "../../src/lint/lint-rules.js";
import type { Breaks, ExampleChange } from "../../src/review/review-rule.js";
import { reviewRules } from "../../src/review/review-rules.js";
import { type ExampleFinding, printedFindings } from "../support/printed-findings.js";
import { repository } from "../support/repository.js";
import { review } from "./review-folders.js";

const ids = reviewRules.map(({ id }) => id);

describe.each(reviewRules)("$id", ({ id, examples: { invalid, valid }, ...rule }) => {
  test.each(numbered(invalid))("has one finding in its invalid example %i", async (_, change) => {
    const [finding, ...others] = await foundBy(id, change);
    expect({ finding, others }).toEqual({ finding: expect.anything(), others: [] });
    // who is said to break is who the rule says can break
    expect(finding?.severity === "error" && rule.breaks === "nobody").toBe(false);
    for (const { verdict, witness, failures, reason } of finding?.review?.breaks ?? [])
      expect(verdict === "refuted" && witness !== undefined ? failures : reason).toBeTruthy();
  });

  test.each(numbered(valid))("has no finding in its valid example %i", async (_, change) => {
    expect(await foundBy(id, change)).toEqual([]);
  });

  test("has both kinds of examples", () => {
    expect(Math.min(invalid.length, valid.length)).toBeGreaterThan(0);
  });

  test("says of its examples what golden/ has", async () => {
    const found: ExampleFinding[] = [];
    for (const change of invalid) {
      for (const finding of await foundBy(id, change)) {
        const value = (finding.review?.gone ? change.old : change.new)[finding.file];
        found.push({ finding, text: JSON.stringify(value, undefined, 2) });
      }
    }
    await expect(printedFindings(found)).toMatchFileSnapshot(`golden/${id}.yaml`);
  });

  test("shows each severity that its findings can have", async () => {
    const shown = new Set<Severity>();
    for (const change of invalid) for (const { severity } of await foundBy(id, change)) shown.add(severity);
    const documented = [rule.severity, ...Object.keys(rule.otherSeverities ?? {})];
    expect([...shown].sort()).toEqual(documented.sort());
  });
});

describe.each(reviewRules)("$id: the audit of its examples", ({ id, examples: { invalid, valid } }) => {
  test("what is valid differs, and another rule has a finding of it", async () => {
    const others: string[] = [];
    for (const change of valid) {
      expect(JSON.stringify(change.new)).not.toBe(JSON.stringify(change.old));
      others.push(...(await rulesOf(change)));
    }
    expect(others).not.toEqual([]);
  });

  test("what is invalid has no finding of a rule that it is not about", async () => {
    for (const change of invalid) {
      const others = (await rulesOf(change)).filter((rule) => rule !== id);
      expect(others).toEqual(others.filter((rule) => together[id]?.includes(rule)));
    }
  });
});

/** The rules that `schemaRule` makes: they differ only in the kind of change that they select. */
const schemaRules = ids.filter((id) =>
  readFileSync(join(repository, "src/review/rules", `${id}.ts`), "utf8").includes("schemaRule("),
);

test.each(schemaRules)("%s: what is valid has a schema change that another rule reports", async (id) => {
  const { valid = [] } = reviewRules.find((rule) => rule.id === id)?.examples ?? {};
  const others = (await Promise.all(valid.map(rulesOf))).flat();
  expect(schemaRules.filter((other) => others.includes(other))).not.toEqual([]);
});

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

test("ids are unique, sorted, in kebab-case, and no lint rule's", () => {
  expect(ids).toEqual([...new Set(ids)].sort(compareText));
  expect(ids.filter((id) => !/^[a-z]+(?:-[a-z]+)*$/.test(id))).toEqual([]);
  expect(lintRules.filter(({ id }) => ids.includes(id))).toEqual([]);
});

test("each rule says what, why and what to do", () => {
  for (const { id, title, why, fix } of reviewRules) {
    expect(title, id).toMatch(/^[A-Z].*[^.]$/);
    expect(title.length, id).toBeLessThan(61);
    expect(why, id).toMatch(/^[A-Z].+\.$/s);
    expect(fix, id).toMatch(/^[A-Z].+\.$/s);
  }
});

test("no rule has a text that is still to be written", () => {
  const unwritten = reviewRules.filter(({ title, why, fix }) =>
    [title, why, fix].some((text) => text.includes("TODO")),
  );
  expect(unwritten.map(({ id }) => id)).toEqual([]);
});

test("each file of a rule is in the registry, under the rule's id", () => {
  const files = readdirSync(join(repository, "src/review/rules")).sort(compareText);
  expect(files).toEqual(ids.map((id) => `${id}.ts`));
});

test("golden/ has no file of a rule that is gone", () => {
  const files = readdirSync(join(repository, "test/review/golden"));
  expect(files.filter((file) => !ids.includes(file.replace(/\.yaml$/, "")))).toEqual([]);
});

test("what is added has its counterpart removed, unless there is a reason why not", () => {
  const opposites: readonly (readonly [string, string])[] = [
    ["-added", "-removed"],
    ["-removed", "-added"],
  ];
  const waived: Readonly<Record<string, string>> = {};
  const lonely = ids.filter((id) =>
    opposites.some(([end, other]) => id.endsWith(end) && !ids.includes(id.slice(0, -end.length) + other)),
  );
  expect(lonely).toEqual(Object.keys(waived));
});

test("a rule that can break somebody is an error or a warning, any other one is neither", () => {
  const sides: Readonly<Record<Breaks, boolean>> = {
    consumers: true,
    publishers: true,
    both: true,
    nobody: false,
  };
  const waived: Readonly<Record<string, string>> = {
    "consumption-removed": "nobody breaks, but a queue fills",
  };
  const wrong = reviewRules.filter(({ breaks, severity }) => sides[breaks] !== (severity !== "info"));
  expect(wrong.map(({ id }) => id)).toEqual(Object.keys(waived));
});

function numbered(changes: readonly ExampleChange[]): [number, ExampleChange][] {
  return changes.map((change, index) => [index + 1, change]);
}
