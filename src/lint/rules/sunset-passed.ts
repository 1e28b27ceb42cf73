import type { LintRule } from "../lint-rule.js";
import { isPastSunset, versionPlace } from "../settings-places.js";

/** Versions whose last day is over. */
export const sunsetPassed: LintRule = {
  id: "sunset-passed",
  category: "evolution",
  on: true,
  severity: "warning",
  title: "A version past its sunset",
  why: "Everybody was told that it goes away; as long as it is there, new code can begin to depend on it.",
  fix: "Remove the version file when no queue holds its messages, or set a later day.",
  examples: {
    finds: [
      {
        "order_paid/event.json": { versions: { v1: { deprecated: true, sunset: "2020-06-30" } } },
        "order_paid/v1.json": { type: "object" },
      },
    ],
    passes: [
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
        const message = `${version.label} of ${JSON.stringify(event.name)} was to go after ${version.sunset}, and is still there.`;
        yield { ...versionPlace(subject, event, version, "sunset"), message };
      }
    }
  },
};
