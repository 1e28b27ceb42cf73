import type { LintRule } from "../lint-rule.js";
import { versionPlace } from "../settings-places.js";

/** Deprecated, and for how long? */
export const deprecatedWithoutSunset: LintRule = {
  id: "deprecated-without-sunset",
  category: "evolution",
  on: false,
  severity: "warning",
  title: "A deprecated version without a sunset",
  why: "Without a date no one plans the migration, and the version stays forever.",
  fix: 'Give the version a date in event.json, for example "sunset": "2027-06-30".',
  examples: {
    invalid: [
      {
        "order_paid/event.json": { versions: { v1: { deprecated: true } } },
        "order_paid/v1.json": { type: "object" },
      },
      { "order_paid/v1.json": { type: "object", deprecated: true } },
    ],
    valid: [
      {
        "order_paid/event.json": { versions: { v1: { deprecated: true, sunset: "2030-06-30" } } },
        "order_paid/v1.json": { type: "object" },
      },
      { "order_paid/v1.json": { type: "object" } },
    ],
  },
  *judge(subject) {
    for (const event of subject.contract.events) {
      for (const version of event.versions) {
        if (!version.deprecated || version.sunset !== undefined) continue;
        const message = `${version.label} of ${JSON.stringify(event.name)} is deprecated without "sunset".`;
        yield { ...versionPlace(subject, event, version, "deprecated"), message };
      }
    }
  },
};
