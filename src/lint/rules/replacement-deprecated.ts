import type { LintRule } from "../lint-rule.js";
import { versionPlace } from "../settings-places.js";

/** A way out that leads nowhere. */
export const replacementDeprecated: LintRule = {
  id: "replacement-deprecated",
  category: "evolution",
  on: true,
  severity: "warning",
  title: "A replacement that is itself deprecated",
  why: "Developers who follow the advice migrate to a version that will be removed too, and have to migrate twice.",
  fix: "In `replacedBy`, name a version that will stay.",
  examples: {
    invalid: [
      {
        "order_paid/event.json": {
          versions: {
            v1: { deprecated: true, replacedBy: "v2" },
            v2: { deprecated: true, replacedBy: "v3" },
          },
        },
        "order_paid/v1.json": { type: "object" },
        "order_paid/v2.json": { type: "object" },
        "order_paid/v3.json": { type: "object" },
      },
      {
        "order_paid/event.json": { versions: { v1: { deprecated: true, replacedBy: "v1" } } },
        "order_paid/v1.json": { type: "object" },
      },
    ],
    valid: [
      {
        "order_paid/event.json": { versions: { v1: { deprecated: true, replacedBy: "v2" } } },
        "order_paid/v1.json": { type: "object" },
        "order_paid/v2.json": { type: "object" },
      },
    ],
  },
  *judge(subject) {
    for (const event of subject.contract.events) {
      for (const version of event.versions) {
        const replacement = event.versions.find(({ label }) => label === version.replacedBy);
        if (!replacement?.deprecated) continue;
        const message = `${replacement.label}, the replacement of ${version.label}, is itself deprecated.`;
        yield { ...versionPlace(subject, event, version, "replacedBy"), message };
      }
    }
  },
};
