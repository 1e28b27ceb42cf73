import { graded } from "../graded.js";
import type { LintRule } from "../lint-rule.js";

/** Keywords that are one slip away from a known one; the loader finds them. */
export const keywordUnknown: LintRule = {
  id: "keyword-unknown",
  category: "style",
  on: true,
  severity: "warning",
  title: "A keyword that is probably misspelled",
  why: "JSON Schema ignores unknown keywords, so the intended check does not happen.",
  fix: "Correct the spelling.",
  examples: {
    invalid: [{ "order_paid/v1.json": { type: "object", propertis: {} } }],
    valid: [{ "order_paid/v1.json": { type: "object", "x-owner": "team-payments", unit: "EUR" } }],
  },
  judge: graded("keyword-unknown", "key"),
};
