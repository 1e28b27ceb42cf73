import type { LintRule } from "../lint-rule.js";
import { hitPlaceOf, keywordOf, type PlacedSchema, schemasOf, typesOf } from "../placed-schema.js";

/** Arrays that may be as long as a message may be. */
export const arrayUnbounded: LintRule = {
  id: "array-unbounded",
  category: "wire",
  on: false,
  severity: "info",
  title: "An array without maxItems",
  why: "An event with a million items keeps its consumer busy past the handler's timeout, at every attempt.",
  fix: "Add maxItems, and publish several events if there are more items.",
  examples: {
    invalid: [{ "order_paid/v1.json": { properties: { items: { type: "array" } } } }],
    valid: [
      { "order_paid/v1.json": { properties: { items: { not: { type: "array" } } } } },
      { "order_paid/v1.json": { properties: { items: { type: "array", maxItems: 1000 } } } },
      {
        "order_paid/v1.json": {
          properties: { pair: { type: "array", prefixItems: [{}, {}], items: false } },
        },
      },
      { "order_paid/v1.json": { properties: { kinds: { type: "array", enum: [["a"], ["b"]] } } } },
      { "order_paid/v1.json": { properties: { kinds: { type: "array", const: ["a"] } } } },
      {
        "order_paid/v1.json": {
          properties: { pair: { type: "array", prefixItems: [{}], unevaluatedItems: false } },
        },
      },
      {
        "order_paid/v1.json": {
          $schema: "http://json-schema.org/draft-07/schema#",
          properties: { pair: { type: "array", items: [{}, {}], additionalItems: false } },
        },
      },
    ],
  },
  *judge(subject) {
    for (const placed of schemasOf(subject)) {
      if (!placed.demands || typesOf(placed)?.includes("array") !== true || isBounded(placed)) continue;
      yield {
        ...hitPlaceOf(placed),
        message: "Only the size limit of a message bounds the number of items.",
      };
    }
  },
};

function isBounded(placed: PlacedSchema): boolean {
  return (
    ["maxItems", "enum", "const"].some((keyword) => keywordOf(placed, keyword) !== undefined) ||
    ["items", "additionalItems", "unevaluatedItems"].some((keyword) => keywordOf(placed, keyword) === false)
  );
}
