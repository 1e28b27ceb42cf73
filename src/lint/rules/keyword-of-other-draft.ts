import { graded } from "../graded.js";
import type { LintRule } from "../lint-rule.js";

/** Keywords that exist, but not in the draft of this schema; the loader finds them. */
export const keywordOfOtherDraft: LintRule = {
  id: "keyword-of-other-draft",
  category: "style",
  on: true,
  severity: "warning",
  title: "A keyword of another draft",
  why: "The schema's own draft ignores it, so the intended check does not happen.",
  fix: "Change $schema, or use this draft's keyword.",
  examples: {
    invalid: [
      {
        "order_paid/v1.json": {
          $schema: "http://json-schema.org/draft-07/schema#",
          type: "object",
          dependentRequired: { card: ["total"] },
        },
      },
    ],
    valid: [{ "order_paid/v1.json": { type: "object", dependentRequired: { card: ["total"] } } }],
  },
  judge: graded("keyword-of-other-draft", "key"),
};
