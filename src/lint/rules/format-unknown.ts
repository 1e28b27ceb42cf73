import { graded } from "../graded.js";
import type { LintRule } from "../lint-rule.js";

/** Formats that the standard does not define; the loader finds them. */
export const formatUnknown: LintRule = {
  id: "format-unknown",
  category: "style",
  on: true,
  severity: "warning",
  title: "A format that JSON Schema does not define",
  why: "Validators, including the SDK's, ignore unknown formats, so the value is not checked.",
  fix: "Use a standard format, or express the constraint with pattern, minimum and maximum.",
  examples: {
    invalid: [{ "order_paid/v1.json": { properties: { at: { type: "string", format: "datetime" } } } }],
    valid: [{ "order_paid/v1.json": { properties: { at: { type: "string", format: "date-time" } } } }],
  },
  judge: graded("format-unknown"),
};
