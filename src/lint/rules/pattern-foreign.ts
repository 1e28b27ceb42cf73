import { graded } from "../graded.js";
import type { LintRule } from "../lint-rule.js";

/** Patterns of other dialects that ECMA-262 reads as something else; the loader finds them. */
export const patternForeign: LintRule = {
  id: "pattern-foreign",
  category: "style",
  on: true,
  severity: "warning",
  title: "A pattern with a different meaning in ECMA-262",
  why: "In ECMA-262 delimiters, POSIX classes and set operations are literal characters, so the wrong strings are accepted.",
  fix: "Remove the delimiters, and list the characters of classes.",
  examples: {
    invalid: [{ "order_paid/v1.json": { properties: { code: { type: "string", pattern: "[\\w&&\\D]" } } } }],
    valid: [{ "order_paid/v1.json": { properties: { code: { type: "string", pattern: "(?!\\d)\\w" } } } }],
  },
  judge: graded("pattern-foreign"),
};
