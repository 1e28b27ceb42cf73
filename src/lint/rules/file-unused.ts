import { graded } from "../graded.js";
import type { LintRule } from "../lint-rule.js";

/** Files that nothing reads; the loader finds them. */
export const fileUnused: LintRule = {
  id: "file-unused",
  category: "style",
  on: true,
  severity: "warning",
  title: "A file that is not used",
  why: "Its name is probably misspelled, so the intended version or definition does not exist.",
  fix: "Rename it to v1.json, v2.json, …, or move it to a folder that starts with _.",
  examples: {
    invalid: [{ "order_paid/v1.json": { type: "object" }, "order_paid/version2.json": { type: "object" } }],
    valid: [{ "order_paid/v1.json": { type: "object" }, "_drafts/version2.json": { type: "object" } }],
  },
  judge: graded("file-unused"),
};
