import { nearestWord } from "../../contract/nearest-word.js";
import type { LintRule } from "../lint-rule.js";
import { composes, isInPlace, keywordOf, keywordPlace, namesUnder, schemasOf } from "../placed-schema.js";

/** Names under `required` that no `properties` describes, where nothing else could describe them. */
export const requiredUndeclared: LintRule = {
  id: "required-undeclared",
  category: "style",
  on: true,
  severity: "warning",
  title: "A required property that is not declared",
  why: "The name is probably misspelled: the intended property is optional, and an undescribed one must be sent.",
  fix: "Correct the name, or describe the property under `properties`.",
  examples: {
    invalid: [
      { "order_paid/v1.json": { type: "object", properties: { orderId: {} }, required: ["orderID"] } },
    ],
    valid: [
      { "order_paid/v1.json": { properties: { a: {} }, patternProperties: { "^x": {} }, required: ["x1"] } },
      {
        "order_paid/v1.json": { properties: { a: {} }, allOf: [{ properties: { b: {} }, required: ["a"] }] },
      },
      {
        "order_paid/v1.json": { properties: { a: {} }, allOf: [{ properties: { b: {} } }], required: ["b"] },
      },
      { "order_paid/v1.json": { type: "object", properties: { orderId: {} }, required: ["orderId"] } },
      {
        "order_paid/v1.json": {
          properties: { a: {}, b: {} },
          anyOf: [{ required: ["a"] }, { required: ["b"] }],
        },
      },
      { "order_paid/v1.json": { type: "object", required: ["orderId"] } },
    ],
  },
  *judge(subject) {
    for (const placed of schemasOf(subject)) {
      const declared = namesUnder(placed, "properties");
      const required = keywordOf(placed, "required");
      if (declared.length === 0 || !Array.isArray(required) || isInPlace(placed) || composes(placed))
        continue;
      if (namesUnder(placed, "patternProperties").length > 0) continue;
      const known = new Set(declared);
      for (const [index, name] of required.entries()) {
        if (known.has(String(name))) continue;
        const near = nearestWord(String(name), declared);
        yield {
          ...keywordPlace(placed, "required", index),
          message: `The property ${JSON.stringify(name)} is required but not declared.`,
          ...(near === undefined ? {} : { help: `Did you mean ${JSON.stringify(near)}?` }),
        };
      }
    }
  },
};
