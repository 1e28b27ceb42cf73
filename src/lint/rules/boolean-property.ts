import type { LintRule } from "../lint-rule.js";
import { hitPlaceOf, propertyName, schemasOf, typesOf } from "../placed-schema.js";

/** Yes and no, where there will be a third answer. */
export const booleanProperty: LintRule = {
  id: "boolean-property",
  category: "evolution",
  on: false,
  severity: "info",
  title: "A boolean that may need a third value",
  why: "A boolean cannot be extended: when `paid` has to become pending, paid or refunded, every consumer needs a new version.",
  fix: "If a third value is conceivable, use a string with an enum from the start.",
  examples: {
    invalid: [{ "order_paid/v1.json": { type: "object", properties: { refunded: { type: "boolean" } } } }],
    valid: [
      { "order_paid/v1.json": { type: "object", properties: { state: { enum: ["paid", "refunded"] } } } },
    ],
  },
  *judge(subject) {
    for (const placed of schemasOf(subject)) {
      const name = propertyName(placed);
      if (name === undefined || typesOf(placed)?.includes("boolean") !== true) continue;
      yield {
        ...hitPlaceOf(placed),
        message: `The property ${JSON.stringify(name)} can have only two values.`,
      };
    }
  },
};
