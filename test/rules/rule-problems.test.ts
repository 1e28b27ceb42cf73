import { expect, test } from "vitest";
import type { Finding, Severity } from "../../src/findings/finding.js";
import type { ReviewRule } from "../../src/review/review-rule.js";
import type { RuleDoc } from "../../src/rules/rule.js";
import { severityProblems } from "../review/severity-problems.js";
import { formProblems } from "../support/form-problems.js";
import { missingExamples } from "../support/missing-examples.js";
import { todosIn } from "../support/todos-in.js";

const doc: RuleDoc = {
  id: "my-rule",
  category: "wire",
  severity: "warning",
  title: "A title",
  why: "A reason.",
  fix: "An advice.",
};

test.each<[changed: Partial<RuleDoc>, problem: RegExp]>([
  [{ id: "myRule" }, /^myRule: the id must be/],
  [{ title: "a title" }, /^my-rule: title must start with a capital letter: a title$/],
  [{ title: "A title." }, /^my-rule: title must not end with a full stop/],
  [{ title: `A${"a".repeat(60)}` }, /^my-rule: title must have at most 60 characters, and has 61/],
  [{ why: "a reason." }, /^my-rule: why must start with a capital letter/],
  [{ why: "A reason" }, /^my-rule: why must end with a full stop/],
  [{ fix: "an advice." }, /^my-rule: fix must start with a capital letter/],
  [{ fix: "An advice" }, /^my-rule: fix must end with a full stop/],
])("texts in another form than those of all rules are reported: %j", (changed, problem) => {
  expect(formProblems(doc)).toEqual([]);
  expect(formProblems({ ...doc, title: `A${"a".repeat(59)}` })).toEqual([]);
  expect(formProblems({ ...doc, ...changed })).toEqual([expect.stringMatching(problem)]);
});

test("a kind of example that is missing is reported", () => {
  expect(missingExamples("my-rule", { invalid: [{}], valid: [{}] })).toEqual([]);
  expect(missingExamples("my-rule", { invalid: [], valid: [{}] })).toEqual([
    "my-rule needs an example in invalid",
  ]);
  expect(missingExamples("my-rule", { invalid: [{}], valid: [] })).toEqual([
    "my-rule needs an example in valid",
  ]);
});

test("the lines with a TODO are reported with their place", () => {
  const line = "a line with TODO in it"; // found by its own text
  expect(todosIn("test/rules/rule-problems.test.ts")).toContainEqual(expect.stringContaining(line));
  expect(todosIn("test/support/missing-examples.ts")).toEqual([]);
});

const rule: ReviewRule<Severity> = {
  ...doc,
  category: "wire",
  breaks: "consumers",
  examples: { invalid: [], valid: [] },
  judge: () => [],
};
const found = (severity: Severity) => ({ severity }) as Finding;

test.each<
  [text: string, changed: Partial<ReviewRule<Severity>>, found: readonly Severity[], problem: RegExp]
>([
  [
    "a severity that is too low",
    { severity: "info" },
    ["info"],
    /must be "warning" or "error", since breaks is "consumers"/,
  ],
  [
    "a severity that is too high",
    { breaks: "nobody" },
    ["warning"],
    /must be "info", since breaks is "nobody"/,
  ],
  [
    "an error that breaks nobody",
    { breaks: "nobody", severity: "info", otherSeverities: { error: "rarely" } },
    ["info", "error"],
    /a finding is an error/,
  ],
  [
    "a severity without an example",
    { otherSeverities: { info: "rarely" } },
    ["warning"],
    /no invalid example has a finding with the severity info/,
  ],
  [
    "a severity that is not declared",
    {},
    ["warning", "error"],
    /has the severity error: declare it in otherSeverities/,
  ],
])("%s is reported", (_, changed, severities, problem) => {
  expect(severityProblems(rule, [found("warning")])).toEqual([]);
  expect(severityProblems({ ...rule, ...changed }, severities.map(found))).toEqual([
    expect.stringMatching(problem),
  ]);
});
