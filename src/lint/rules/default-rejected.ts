import { textAt } from "../../contract/source-file.js";
import { isObject } from "../../json/json.js";
import { evaluationOf } from "../evaluation.js";
import type { LintRule } from "../lint-rule.js";
import { keywordOf, keywordPlace, type PlacedSchema, schemasOf } from "../placed-schema.js";

/** Defaults that would not pass. */
export const defaultRejected: LintRule = {
  id: "default-rejected",
  category: "documentation",
  on: true,
  severity: "warning",
  title: "A default that is not valid under its schema",
  why: "The generated documentation shows it, but publishing it fails.",
  fix: "Correct the default or the schema.",
  examples: {
    invalid: [
      { "order_paid/v1.json": { properties: { currency: { enum: ["EUR", "USD"], default: "euro" } } } },
      {
        "_shared/count.json": { type: "integer", minimum: 1 },
        "order_paid/v1.json": { properties: { count: { $ref: "../_shared/count.json", default: 0 } } },
      },
      { "order_paid/v1.json": { properties: { to: { required: ["city"], default: { zip: "10115" } } } } },
      { "order_paid/v1.json": { properties: { tags: { items: { type: "string" }, default: ["a", 1] } } } },
      {
        "order_paid/v1.json": {
          properties: {
            note: {
              maxLength: 9,
              default: "Left with a neighbor, as agreed on the phone yesterday evening.",
            },
          },
        },
      },
    ],
    valid: [{ "order_paid/v1.json": { properties: { currency: { enum: ["EUR", "USD"], default: "EUR" } } } }],
  },
  *judge(subject) {
    for (const placed of schemasOf(subject)) {
      const value = keywordOf(placed, "default");
      if (value === undefined || evaluationOf(subject).accepts(placed, value)) continue;
      const written = isObject(value) || Array.isArray(value) ? JSON.stringify(value) : writtenAt(placed);
      const message = `The default ${shortened(written)} is not valid under its own schema.`;
      yield { ...keywordPlace(placed, "default"), message };
    }
  },
};

/** A number has the digits that are written. */
function writtenAt(placed: PlacedSchema): string {
  return textAt(placed.source, keywordPlace(placed, "default").pointer ?? "");
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
