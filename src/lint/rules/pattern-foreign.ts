import { graded } from "../graded.js";
import type { LintRule } from "../lint-rule.js";

/** Patterns of other dialects that ECMA-262 reads as something else; the loader finds them. */
export const patternForeign: LintRule = {
  id: "pattern-foreign",
  category: "style",
  on: true,
  severity: "warning",
  title: "A pattern that means something else in ECMA-262",
  why: "Delimiters, POSIX classes and set operations are plain characters there, so the wrong strings are accepted.",
  fix: "Write the pattern without delimiters, and classes with the characters themselves.",
  examples: {
    finds: [{ "order_paid/v1.json": { properties: { code: { type: "string", pattern: "[\\w&&\\D]" } } } }],
    passes: [{ "order_paid/v1.json": { properties: { code: { type: "string", pattern: "(?!\\d)\\w" } } } }],
  },
  judge: graded("pattern-foreign"),
};
