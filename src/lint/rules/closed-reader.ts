import type { LintRule } from "../lint-rule.js";
import { keywordOf, keywordPlace, schemasOf } from "../placed-schema.js";

/**
 * Objects that reject what a newer publisher adds. Off: closing schemas is a habit of whole companies, and a review shows
 * each addition that really breaks, with the message that proves it.
 */
export const closedReader: LintRule = {
  id: "closed-reader",
  category: "evolution",
  on: false,
  severity: "warning",
  title: "An object that is closed to consumers",
  why: "Consumers that are not updated reject messages to which a newer publisher added a property, so every addition needs a new version.",
  fix: "Remove the keyword: publishers cannot send undeclared properties anyway, and consumers ignore them.",
  examples: {
    invalid: [
      { "order_paid/v1.json": { type: "object", additionalProperties: false } },
      { "order_paid/v1.json": { properties: { total: { unevaluatedProperties: false } } } },
    ],
    valid: [
      { "order_paid/v1.json": { type: "object" } },
      { "order_paid/v1.json": { type: "object", additionalProperties: { type: "string" } } },
      { "order_paid/v1.json": { type: "object", not: { additionalProperties: false } } },
    ],
  },
  *judge(subject) {
    // of headers a consumer looks at those that are declared alone
    const settings = new Set(subject.contract.events.flatMap(({ headers }) => headers?.source.path ?? []));
    for (const placed of schemasOf(subject)) {
      if (settings.has(placed.source.path)) continue;
      for (const keyword of placed.demands ? ["additionalProperties", "unevaluatedProperties"] : []) {
        if (keywordOf(placed, keyword) !== false) continue;
        const message = `With "${keyword}": false, consumers reject messages with a property that was added later.`;
        yield { ...keywordPlace(placed, keyword), message };
      }
    }
  },
};
