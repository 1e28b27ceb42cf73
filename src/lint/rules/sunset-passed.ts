import type { LintRule } from "../lint-rule.js";
import { isPastSunset, versionPlace } from "../settings-places.js";

/** Versions whose last day is over. */
export const sunsetPassed: LintRule = {
  id: "sunset-passed",
  category: "evolution",
  on: true,
  severity: "warning",
  title: "A version past its sunset",
  why: "Its removal was announced; as long as it exists, new code can start to depend on it.",
  fix: "Remove the version file once no queue contains its messages, or set a later date.",
  examples: {
    invalid: [
      {
        "order_paid/event.json": { versions: { v1: { deprecated: true, sunset: "2020-06-30" } } },
        "order_paid/v1.json": { type: "object" },
      },
    ],
    valid: [
      {
        "order_paid/event.json": { versions: { v1: { deprecated: true, sunset: "2999-06-30" } } },
        "order_paid/v1.json": { type: "object" },
      },
    ],
  },
  *judge(subject) {
    for (const event of subject.contract.events) {
      for (const version of event.versions) {
        if (!isPastSunset(version, subject)) continue;
        const message = `${version.label} of ${JSON.stringify(event.name)} was due for removal after ${version.sunset}.`;
        yield { ...versionPlace(subject, event, version, "sunset"), message };
      }
    }
  },
};
