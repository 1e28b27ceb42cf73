// @module-tag long
import { describe, expect, test } from "vitest";
import { type Answer, compare, type SchemaComparison } from "../../src/compat/compare.js";
import { ignorePointers } from "../../src/compat/diff/ignore-pointers.js";
import type { Json } from "../../src/json/json.js";
import { freshValidator } from "../support/fresh-validator.js";
import { applicators } from "./pairs/applicators.js";
import { arrays } from "./pairs/arrays.js";
import { conditions } from "./pairs/conditions.js";
import { contains } from "./pairs/contains.js";
import { drafts } from "./pairs/drafts.js";
import { furtherProperties } from "./pairs/further-properties.js";
import { numbers } from "./pairs/numbers.js";
import { objects } from "./pairs/objects.js";
import type { Expected, Pair } from "./pairs/pair.js";
import { patterns } from "./pairs/patterns.js";
import { references } from "./pairs/references.js";
import { severalChanges } from "./pairs/several-changes.js";
import { strings } from "./pairs/strings.js";
import { swappedTitle } from "./pairs/swapped-title.js";
import { typesAndValues } from "./pairs/types-and-values.js";
import { unevaluated } from "./pairs/unevaluated.js";

const topics: Readonly<Record<string, readonly Pair[]>> = {
  "types and values": typesAndValues,
  numbers,
  strings,
  patterns,
  arrays,
  contains,
  objects,
  "further properties": furtherProperties,
  applicators,
  conditions,
  unevaluated,
  references,
  drafts,
  "several changes": severalChanges,
};

const directions = ["backward", "forward"] as const;

describe.each(Object.entries(topics))("%s", (_, pairs) => {
  describe.each(pairs)("$title", (pair) => {
    const { backward, forward, safe = [] } = pair;

    test("from old to new", async () => {
      const comparison = await compare(pair.old, pair.new, pair.options);
      expect(summary(comparison)).toEqual(expected(backward, forward, safe));
      checkWitnesses(comparison, pair.old, pair.new, pair.options?.ignore);
    });

    // the two questions change places, each with its writer and its reader: what broke backward breaks forward now
    test("from new to old", async () => {
      const comparison = await compare(pair.new, pair.old, pair.options);
      const swapped = (answer: Expected) => (answer === "proved" ? answer : answer.map(swappedTitle));
      expect(summary(comparison)).toEqual(
        expected(swapped(forward), swapped(backward), safe.map(swappedTitle)),
      );
      checkWitnesses(comparison, pair.new, pair.old, pair.options?.ignore);
    });
  });
});

test("there are pairs for each kind of change, and none is undecided", async () => {
  const kinds = new Set<string>();
  const count = { decided: 0, unknown: 0 };
  for (const pair of Object.values(topics).flat()) {
    const { changes, backward, forward } = await compare(pair.old, pair.new, pair.options);
    for (const { kind } of changes) kinds.add(kind);
    for (const answer of [backward, forward]) {
      if (answer !== undefined) count[answer.verdict === "unknown" ? "unknown" : "decided"] += 1;
    }
  }
  console.log(`hand-made pairs: ${count.decided} answers as expected, ${count.unknown} unknown`);
  expect(count.unknown).toBe(0);
  expect([...kinds].sort()).toEqual([
    "branch-added",
    "branch-removed",
    "enum-value-added",
    "enum-value-removed",
    "keyword-added",
    "keyword-changed",
    "keyword-removed",
    "property-added",
    "property-removed",
    "property-renamed",
    "required-added",
    "required-removed",
    "schema-changed",
    "together",
    "type-changed",
  ]);
});

interface Summary {
  readonly verdicts: readonly (string | undefined)[];
  readonly backward: readonly string[];
  readonly forward: readonly string[];
  readonly safe: readonly string[];
}

/** The verdicts, and the titles of the changes that break each direction and of those that break none. */
function summary({ backward, forward, changes }: SchemaComparison): Summary {
  const titles = (isIn: (verdicts: readonly (string | undefined)[]) => boolean): readonly string[] =>
    changes
      .filter((change) => isIn(directions.map((direction) => change[direction]?.verdict)))
      .map(({ title }) => title)
      .sort();
  return {
    verdicts: [backward?.verdict, forward?.verdict],
    backward: titles(([verdict]) => verdict === "refuted"),
    forward: titles(([, verdict]) => verdict === "refuted"),
    safe: titles((verdicts) => verdicts.every((verdict) => verdict === "proved")),
  };
}

function expected(backward: Expected, forward: Expected, safe: readonly string[]): Summary {
  const titles = (answer: Expected) => (answer === "proved" ? [] : [...answer].sort());
  return {
    verdicts: [backward, forward].map((answer) => (answer === "proved" ? answer : "refuted")),
    backward: titles(backward),
    forward: titles(forward),
    safe: [...safe].sort(),
  };
}

/** Every message that is shown is one of the writer's schema, and none of the reader's, by ajv as it comes. */
function checkWitnesses(
  comparison: SchemaComparison,
  before: Json,
  after: Json,
  ignore: readonly string[] = [],
): void {
  const [old, now] = [before, after].map((schema) => freshValidator(ignorePointers(schema, ignore)));
  const check = (answer: Answer | undefined, isSent = old, isRead = now): void => {
    if (answer?.verdict !== "refuted") return;
    const { witness } = answer;
    expect([isSent?.(witness), isRead?.(witness)], JSON.stringify(witness)).toEqual([true, false]);
  };
  for (const { backward, forward } of [comparison, ...comparison.changes]) {
    check(backward);
    check(forward, now, old);
  }
}
