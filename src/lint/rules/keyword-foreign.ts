import { graded } from "../graded.js";
import type { LintRule } from "../lint-rule.js";

/** Keywords of OpenAPI, of the first drafts and of other schema languages; the loader finds them. */
export const keywordForeign: LintRule = {
  id: "keyword-foreign",
  category: "style",
  on: true,
  severity: "warning",
  title: "A keyword of another schema language",
  why: "JSON Schema ignores it, so nothing is checked, while tools for the other language interpret the schema differently.",
  fix: "Use the JSON Schema equivalent that the finding names.",
  examples: {
    invalid: [
      { "order_paid/v1.json": { properties: { note: { type: "string", nullable: true } } } },
      { "order_paid/v1.json": { properties: { total: { type: "number", divisibleBy: 0.01 } } } },
    ],
    valid: [
      { "order_paid/v1.json": { properties: { note: { type: "string", nullable: false } } } },
      { "order_paid/v1.json": { properties: { note: { type: "string", example: "a", tsType: "Note" } } } },
      { "order_paid/v1.json": { properties: { nullable: { type: "boolean" } } } },
      {
        "contract.json": { annotations: ["discriminator"] },
        "order_paid/v1.json": { discriminator: "kind" },
      },
    ],
  },
  judge: graded("keyword-foreign", "key"),
};
