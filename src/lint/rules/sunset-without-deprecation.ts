import type { LintRule } from "../lint-rule.js";
import { versionPlace } from "../settings-places.js";

/** A sunset that the generated code does not show. */
export const sunsetWithoutDeprecation: LintRule = {
  id: "sunset-without-deprecation",
  category: "evolution",
  on: true,
  severity: "warning",
  title: "A sunset on a version that is not deprecated",
  why: "Only `deprecated` makes editors strike through the version's names; without it, developers do not learn that it will be removed.",
  fix: 'Add "deprecated": true to the version in event.json.',
  examples: {
    invalid: [
      {
        "order_paid/event.json": { versions: { v1: { sunset: "2999-06-30" } } },
        "order_paid/v1.json": { type: "object" },
      },
    ],
    valid: [
      {
        "order_paid/event.json": { versions: { v1: { sunset: "2999-06-30", deprecated: true } } },
        "order_paid/v1.json": { type: "object" },
      },
    ],
  },
  *judge(subject) {
    for (const event of subject.contract.events) {
      for (const version of event.versions) {
        if (version.deprecated || version.sunset === undefined) continue;
        const message = `${version.label} of ${JSON.stringify(event.name)} has a sunset but is not deprecated.`;
        yield { ...versionPlace(subject, event, version, "sunset"), message };
      }
    }
  },
};
