// @module-tag long
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { lintRules } from "../../src/lint/lint-rules.js";
import { reviewRules } from "../../src/review/review-rules.js";
import { brokerRules } from "../../src/rules/broker-rules.js";
import { importRules } from "../../src/rules/import-rules.js";
import type { LoaderExample } from "../../src/rules/loader/loader-rule.js";
import { loaderRules } from "../../src/rules/loader/loader-rules.js";
import { formProblems } from "../support/form-problems.js";
import { missingExamples } from "../support/missing-examples.js";
import { repository } from "../support/repository.js";
import { loaderFindings } from "./loader-findings.js";

/** Rules whose examples show in words what is too large, or depends on the machine; each has a test elsewhere. */
const described: Readonly<Record<string, string>> = {
  "file-too-large": "17 MiB are too much for an example",
  "schema-too-large": "50,001 values are too many for an example",
  "message-too-large": "17 MiB are too much for an example",
  "submodule-unread": "a submodule needs two repositories",
};
const tried = loaderRules.filter(({ id }) => described[id] === undefined);

describe.each(tried)("$id", ({ id, severity, examples: { invalid, valid } }) => {
  test.each(numbered(invalid))(
    "has one finding, and no other rule has one, in its invalid example %i",
    async (number, example) => {
      const found = await loaderFindings(example);
      expect(
        found.map((each) => [each.rule, each.severity]),
        `invalid example ${number} of ${id} must have exactly one finding of the loader, with the severity of its documentation`,
      ).toEqual([[id, severity]]);
    },
  );

  test.each(numbered(valid))("has no finding in its valid example %i", async (number, example) => {
    const found = await loaderFindings(example);
    expect(
      found.map(({ rule, message }) => `${rule}: ${message}`),
      `valid example ${number} of ${id} must have no finding of the loader`,
    ).toEqual([]);
  });
});

describe.each(loaderRules)("$id", (rule) => {
  const { id, examples } = rule;

  test("has examples of both kinds, and they differ", () => {
    expect(missingExamples(id, examples)).toEqual([]);
    const all = [...examples.invalid, ...examples.valid].map((example) => JSON.stringify(example));
    expect(
      all.filter((each, index) => all.indexOf(each) !== index),
      `${id} has these examples twice`,
    ).toEqual([]);
  });

  test("has texts in the form of all rules", () => {
    expect(formProblems(rule), "fix these texts in src/rules/loader").toEqual([]);
  });
});

test("rules without a trial exist", () => {
  expect(Object.keys(described).filter((id) => !loaderRules.some((rule) => rule.id === id))).toEqual([]);
});

test("ids are unique among all rules, and sorted within their category", () => {
  const all = [...loaderRules, ...lintRules, ...reviewRules, ...brokerRules, ...importRules];
  const ids = all.map(({ id }) => id);
  expect(
    ids.filter((id, index) => ids.indexOf(id) !== index),
    "two rules have these ids: rename the newer one",
  ).toEqual([]);
  const categories = [...new Set(loaderRules.map(({ category }) => category))];
  const sorted = categories.flatMap((each) =>
    loaderRules
      .filter(({ category }) => category === each)
      .map(({ id }) => id)
      .sort(),
  );
  expect(
    loaderRules.map(({ id }) => id),
    "sort the rules of each file in src/rules/loader by id",
  ).toEqual(sorted);
});

test("each rule that the code finds is in a registry, and each in the registry is found", () => {
  const graded = new Set([...lintRules, ...reviewRules].map(({ id }) => id));
  const found = new Set(sources().flatMap(({ text }) => ruleIdsIn(text)));
  const documented = loaderRules.map(({ id }) => id);
  expect(
    [...found].filter((id) => !graded.has(id) && !documented.includes(id)),
    "the code makes findings of these rules, which are in no registry: document them in src/rules/loader, or fix the id",
  ).toEqual([]);
  expect(
    documented.filter((id) => !found.has(id)),
    "src/rules/loader documents these rules, of which the code makes no finding",
  ).toEqual([]);
});

test("few places make a finding whose rule is not a literal beside it, and the search for ids covers them", () => {
  const variable = /\brule(?:: [\w.]+)?,\s*severity(?:: [\w.]+|: "\w+")?,\s*message\b(?![^{}]*\} = )/;
  const known: Readonly<Record<string, string>> = {
    "cli/failure-json.ts": "prints findings",
    "contract/layout-problems.ts": "its function `error` is searched",
    "contract/schema-size.ts": "its constant `rule` is searched",
    "contract/structure-checks.ts":
      "is given schema-invalid or settings-invalid, which other places make, too",
    "contract/yaml-problems.ts": "its function `error` is searched",
    "lint/lint-contract.ts": "makes the findings of lint's rules",
    "report/json.ts": "prints findings",
    "review/finding-of-hit.ts": "makes the findings of review's rules",
  };
  const found = sources().filter(({ text }) => variable.test(text));
  expect(
    found.map(({ path }) => path).sort(),
    "write the id of a finding's rule as a literal beside its severity, or list the file in `known` of this test, with the reason",
  ).toEqual(Object.keys(known));
});

/** Ids as literals: of a finding's `rule`, or the first argument of a function that makes an error. */
function ruleIdsIn(text: string): string[] {
  const literals = text.matchAll(/\brule(?::| =) "([a-z-]+)"|\berror\(\s*"([a-z-]+)"/g);
  return [...literals].map(([, property, argument]) => property ?? argument ?? "");
}

/**
 * The sources, except of the rules' documentation, of the rules that have their id themselves, and of what is found on
 * a broker or in an imported document, which do not concern schemas: outside-rules.test.ts covers these.
 */
function sources(): { readonly path: string; readonly text: string }[] {
  const folder = join(repository, "src");
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts") && !/(?:^|\/)(?:rules|operate|topology|import)\//.test(path))
    .map((path) => ({ path, text: readFileSync(join(folder, path), "utf8") }));
}

function numbered(examples: readonly LoaderExample[]): [number, LoaderExample][] {
  return examples.map((example, index) => [index + 1, example]);
}
