import { textAt } from "../../contract/source-file.js";
import type { LintRule } from "../lint-rule.js";
import { keywordOf, keywordPlace, type PlacedSchema, schemasOf } from "../placed-schema.js";

/** Bounds between which there is nothing. */
export const boundsCrossed: LintRule = {
  id: "bounds-crossed",
  category: "style",
  on: true,
  severity: "warning",
  title: "Bounds that leave no value",
  why: "No value is valid here, so every publish that contains one fails.",
  fix: "Swap the bounds, or correct one of them.",
  examples: {
    invalid: [
      { "order_paid/v1.json": { properties: { name: { type: "string", minLength: 10, maxLength: 1 } } } },
      {
        "order_paid/v1.json": { properties: { total: { type: "number", minimum: 5, exclusiveMaximum: 5 } } },
      },
      { "order_paid/v1.json": { properties: { total: { minItems: 3, maxItems: 2 } } } },
      { "order_paid/v1.json": { properties: { total: { minProperties: 3, maxProperties: 2 } } } },
      { "order_paid/v1.json": { properties: { total: { minimum: 3, maximum: 2 } } } },
      { "order_paid/v1.json": { properties: { total: { exclusiveMinimum: 2, maximum: 2 } } } },
      { "order_paid/v1.json": { properties: { total: { exclusiveMinimum: 2, exclusiveMaximum: 2 } } } },
      { "order_paid/v1.json": { properties: { tags: { contains: {}, minContains: 3, maxContains: 2 } } } },
    ],
    valid: [
      { "order_paid/v1.json": { properties: { total: { type: "number", minimum: 5, maximum: 5 } } } },
      {
        "order_paid/v1.json": {
          properties: { code: { minLength: 3, maxLength: 3, minItems: 2, maxItems: 2 } },
        },
      },
      { "order_paid/v1.json": { properties: { to: { minProperties: 2, maxProperties: 2 } } } },
      { "order_paid/v1.json": { properties: { tags: { contains: {}, minContains: 2, maxContains: 2 } } } },
      { "order_paid/v1.json": { properties: { total: { exclusiveMinimum: 0, exclusiveMaximum: 1 } } } },
      {
        "order_paid/v1.json": {
          $schema: "http://json-schema.org/draft-04/schema#",
          properties: { total: { minimum: 5, maximum: 6, exclusiveMaximum: true } },
        },
      },
    ],
  },
  *judge(subject) {
    for (const placed of schemasOf(subject)) {
      const crossed = crossedBounds(placed);
      if (crossed === undefined) continue;
      const [low, high] = crossed;
      const written = (keyword: string): string =>
        textAt(placed.source, keywordPlace(placed, keyword).pointer ?? "");
      const message = `No value is between "${low}": ${written(low)} and "${high}": ${written(high)}.`;
      yield { ...keywordPlace(placed, high), message };
    }
  },
};

/** The keywords of two bounds that leave nothing between them. */
export function crossedBounds(placed: PlacedSchema): readonly [low: string, high: string] | undefined {
  const crossed = pairs.find(([low, high, distinct]) => {
    const least = keywordOf(placed, low);
    if (typeof least !== "number") return false;
    const most = keywordOf(placed, high);
    return typeof most === "number" && (least > most || (distinct && least === most));
  });
  return crossed && [crossed[0], crossed[1]];
}

const pairs: readonly (readonly [low: string, high: string, distinct: boolean])[] = [
  ["minLength", "maxLength", false],
  ["minItems", "maxItems", false],
  ["minProperties", "maxProperties", false],
  ["minContains", "maxContains", false],
  ["minimum", "maximum", false],
  ["exclusiveMinimum", "maximum", true],
  ["minimum", "exclusiveMaximum", true],
  ["exclusiveMinimum", "exclusiveMaximum", true],
];
