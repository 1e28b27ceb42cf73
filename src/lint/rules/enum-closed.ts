import type { LintRule } from "../lint-rule.js";
import { keywordOf, keywordPlace, schemasOf } from "../placed-schema.js";

/** Lists of values that consumers know by heart. */
export const enumClosed: LintRule = {
  id: "enum-closed",
  category: "evolution",
  on: false,
  severity: "info",
  title: "An enum that every consumer knows by heart",
  why: "Consumers that are not updated reject each message with a value that was added later, so no value can be added without a new version.",
  fix: "Where values will be added, use a string, list the values in its description, and let consumers have a default.",
  examples: {
    finds: [{ "order_paid/v1.json": { properties: { method: { enum: ["card", "invoice"] } } } }],
    passes: [
      { "order_paid/v1.json": { properties: { method: { not: { enum: ["card", "invoice"] } } } } },
      { "order_paid/v1.json": { properties: { kind: { enum: ["order"] } } } },
      { "order_paid/v1.json": { properties: { method: { type: "string" } } } },
    ],
  },
  *judge(subject) {
    for (const placed of schemasOf(subject)) {
      const values = keywordOf(placed, "enum");
      if (!placed.demands || !Array.isArray(values) || values.length < 2) continue;
      const message = `A value beside these ${values.length} breaks every consumer that does not know it.`;
      yield { ...keywordPlace(placed, "enum"), message };
    }
  },
};
