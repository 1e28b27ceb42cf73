import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { compareText } from "../../src/code/compare-text.js";

import { lintRules } from "../../src/lint/lint-rules.js";
import { repository } from "../support/repository.js";

const ids = lintRules.map(({ id }) => id);

test("ids are unique and sorted", () => {
  expect(ids, "sort the imports and entries of src/lint/lint-rules.ts by id").toEqual(
    [...new Set(ids)].sort(compareText),
  );
});

test("each file of a rule is in the registry, under the rule's id", () => {
  const files = readdirSync(join(repository, "src/lint/rules")).sort(compareText);
  expect(
    files,
    "register each file of src/lint/rules in src/lint/lint-rules.ts, and name it after the rule's id",
  ).toEqual(ids.map((id) => `${id}.ts`));
});

test("no id is one of the loader's, unless the rule grades what the loader warns of", () => {
  const errors = loaderRules("error");
  const warnings = loaderRules("warning");
  expect(errors).toContain("json-syntax");
  expect(
    ids.filter((id) => errors.has(id)),
    "rename these rules: the loader has errors with their ids",
  ).toEqual([]);
  // Their examples fire, so what has the loader's id takes over what the loader says.
  expect(
    ids.filter((id) => warnings.has(id)),
    "each warning of the loader needs a rule of lint with its id, which grades it",
  ).toEqual([...warnings].sort(compareText));
});

/** What is on unless `contract.json` says otherwise: switching a rule on is a decision about every user's schemas. */
const onByDefault = [
  "bind-foreign",
  "bounds-crossed",
  "constant-condition",
  "consumer-missing-version",
  "default-rejected",
  "enum-value-rejected",
  "example-rejected",
  "exchange-predeclared",
  "file-unused",
  "format-unknown",
  "keyword-beside-ref",
  "keyword-foreign",
  "keyword-of-other-draft",
  "keyword-unknown",
  "keyword-without-effect",
  "number-precision",
  "overlapping-alternatives",
  "pattern-backtracking",
  "pattern-foreign",
  "queue-argument-ignored",
  "queue-argument-unknown",
  "queue-delivery-limit",
  "queue-loses-messages",
  "redundant-alternative",
  "replacement-deprecated",
  "required-undeclared",
  "routing-key-pattern",
  "routing-key-value",
  "sunset-passed",
  "sunset-without-deprecation",
  "type-undeclared",
  "unsatisfiable-property",
  "unsatisfiable-schema",
  "vhost-default",
];

test("what is on is what is nearly always a mistake, and at least a warning", () => {
  const on = lintRules.filter((rule) => rule.on).map(({ id }) => id);
  expect(
    on.filter((id) => !onByDefault.includes(id)),
    "these rules are on: list them in `onByDefault` of this test to switch them on by default, else set `on: false`",
  ).toEqual([]);
  expect(
    onByDefault.filter((id) => !on.includes(id)),
    "these rules are off: take them out of `onByDefault` of this test, or set `on: true`",
  ).toEqual([]);
  const weak = lintRules.filter((rule) => rule.on && rule.severity === "info");
  expect(
    weak.map(({ id }) => id),
    "these rules are on with the severity info: make it warning or error, or set `on: false`",
  ).toEqual([]);
});

test("the JSON Schema of contract.json has the same rules, with their titles", () => {
  const path = join(repository, "json-schemas/contract.schema.json");
  const schema = JSON.parse(readFileSync(path, "utf8")) as {
    properties: { lint: { properties: { rules: { properties: unknown } } } };
  };
  const described = lintRules.map(({ id, title, on, severity }) => {
    const description = `${title}. ${on ? `Default ${severity}.` : "Off by default."}`;
    return [id, { $ref: "#/definitions/lintLevel", description }];
  });
  expect(schema.properties.lint.properties.rules.properties, "run `npm run docs`").toEqual(
    Object.fromEntries(described),
  );
});

/** Rules that the loader writes findings of a severity under, read from its source. */
function loaderRules(severity: "error" | "warning"): ReadonlySet<string> {
  const folder = join(repository, "src/contract");
  const text = readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), "utf8"))
    .join("\n");
  const written = text.matchAll(/rule: "([a-z-]+)",\s+severity: "([a-z]+)"/g);
  return new Set([...written].filter(([, , level]) => level === severity).map(([, rule = ""]) => rule));
}
