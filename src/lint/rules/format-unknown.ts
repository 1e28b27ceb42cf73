import { graded } from "../graded.js";
import type { LintRule } from "../lint-rule.js";

/** Formats that the standard does not define; the loader finds them. */
export const formatUnknown: LintRule = {
  id: "format-unknown",
  category: "style",
  on: true,
  severity: "warning",
  title: "A format that JSON Schema does not define",
  why: "No validator has to know it, and those of the SDK do not: the value is not checked.",
  fix: "Use a format of the standard, or say what is meant with pattern, minimum and maximum.",
  examples: {
    finds: [{ "order_paid/v1.json": { properties: { at: { type: "string", format: "datetime" } } } }],
    passes: [{ "order_paid/v1.json": { properties: { at: { type: "string", format: "date-time" } } } }],
  },
  judge: graded("format-unknown"),
};
