import type { LintRule } from "../lint-rule.js";
import { hitPlaceOf, keywordOf, propertyName, schemasOf } from "../placed-schema.js";

/** Properties of which only the name speaks. A `$ref` may lead to the description. */
export const propertyUndescribed: LintRule = {
  id: "property-undescribed",
  category: "documentation",
  on: false,
  severity: "info",
  title: "A property without a description",
  why: "Each consumer then guesses its unit, its time zone, or whether an amount includes tax.",
  fix: "Add a description; the generated types show it.",
  examples: {
    invalid: [{ "order_paid/v1.json": { properties: { total: { type: "integer" } } } }],
    valid: [
      { "order_paid/v1.json": { if: { properties: { total: { const: 0 } } } } },
      {
        "order_paid/v1.json": {
          properties: { total: { type: "integer", description: "In cents, with tax." } },
        },
      },
      {
        "_shared/total.json": { type: "integer", description: "In cents, with tax." },
        "order_paid/v1.json": { properties: { total: { $ref: "../_shared/total.json" } } },
      },
      { "order_paid/v1.json": { properties: { total: { type: "integer", title: "Total in cents" } } } },
    ],
  },
  *judge(subject) {
    for (const placed of schemasOf(subject)) {
      const name = propertyName(placed);
      if (name === undefined || !placed.demands) continue;
      const isDescribed = ["description", "title", "$ref"].some(
        (keyword) => keywordOf(placed, keyword) !== undefined,
      );
      if (!isDescribed)
        yield { ...hitPlaceOf(placed), message: `Property ${JSON.stringify(name)} has no description.` };
    }
  },
};
