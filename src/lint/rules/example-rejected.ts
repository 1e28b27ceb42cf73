import type { Json } from "../../json/json.js";
import { evaluationOf } from "../evaluation.js";
import type { LintRule } from "../lint-rule.js";
import { keywordOf, keywordPlace, schemasOf } from "../placed-schema.js";

/** Entries of the keyword `examples` that would not pass. */
export const exampleRejected: LintRule = {
  id: "example-rejected",
  category: "documentation",
  on: true,
  severity: "warning",
  title: "An entry of `examples` that is not valid under its schema",
  why: "The generated documentation shows it, but publishing it fails.",
  fix: "Correct the example or the schema.",
  examples: {
    invalid: [
      {
        "order_paid/v1.json": {
          properties: { paidAt: { format: "date", examples: ["2026-11-24", "24.11.26"] } },
        },
      },
    ],
    valid: [
      { "order_paid/v1.json": { properties: { paidAt: { format: "date", examples: ["2026-11-24"] } } } },
    ],
  },
  *judge(subject) {
    for (const placed of schemasOf(subject)) {
      const entries = keywordOf(placed, "examples");
      if (!Array.isArray(entries)) continue;
      for (const [index, entry] of entries.entries()) {
        if (evaluationOf(subject).accepts(placed, entry as Json)) continue;
        yield {
          ...keywordPlace(placed, "examples", index),
          message: "This example is not valid under its schema.",
        };
      }
    }
  },
};
