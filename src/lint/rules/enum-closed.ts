import type { LintRule } from "../lint-rule.js";
import { keywordOf, keywordPlace, schemasOf } from "../placed-schema.js";

/** Enums that cannot grow without breaking consumers. */
export const enumClosed: LintRule = {
  id: "enum-closed",
  category: "evolution",
  on: false,
  severity: "info",
  title: "An enum that cannot grow without breaking consumers",
  why: "Consumers that are not updated reject messages with a value that was added later, so every new value needs a new version.",
  fix: "If values will be added, use a string, list the values in its description, and let consumers handle unknown values.",
  examples: {
    invalid: [{ "order_paid/v1.json": { properties: { method: { enum: ["card", "invoice"] } } } }],
    valid: [
      { "order_paid/v1.json": { properties: { method: { not: { enum: ["card", "invoice"] } } } } },
      { "order_paid/v1.json": { properties: { kind: { enum: ["order"] } } } },
      { "order_paid/v1.json": { properties: { method: { type: "string" } } } },
    ],
  },
  *judge(subject) {
    for (const placed of schemasOf(subject)) {
      const values = keywordOf(placed, "enum");
      if (!placed.demands || !Array.isArray(values) || values.length < 2) continue;
      const message = `A value other than these ${values.length} breaks every consumer that is not updated.`;
      yield { ...keywordPlace(placed, "enum"), message };
    }
  },
};
