import { compareLabels } from "../../contract/version-label.js";
import type { LintRule } from "../lint-rule.js";
import { versionPlace } from "../settings-places.js";

/** Deprecated in favour of what? */
export const deprecatedWithoutReplacement: LintRule = {
  id: "deprecated-without-replacement",
  category: "evolution",
  on: false,
  severity: "info",
  title: "A deprecated version without a replacement",
  why: "The deprecation notice in the editor does not say which version to use instead.",
  fix: 'Name the new version in event.json, for example "replacedBy": "v2".',
  examples: {
    invalid: [
      {
        "order_paid/event.json": { versions: { v1: { deprecated: true } } },
        "order_paid/v1.json": { type: "object" },
        "order_paid/v2.json": { type: "object" },
      },
    ],
    valid: [
      { "order_paid/v1.json": { type: "object" }, "order_paid/v2.json": { deprecated: true } },
      { "order_paid/v1.json": { deprecated: true }, "order_paid/v2.json": { deprecated: true } },
      {
        "order_paid/event.json": { versions: { v1: { deprecated: true, replacedBy: "v2" } } },
        "order_paid/v1.json": { type: "object" },
        "order_paid/v2.json": { type: "object" },
      },
      {
        "order_paid/event.json": { versions: { v1: { deprecated: true } } },
        "order_paid/v1.json": { type: "object" },
      },
      { "order_paid/v1.json": { type: "object" }, "order_paid/v2.json": { type: "object" } },
    ],
  },
  *judge(subject) {
    for (const event of subject.contract.events) {
      for (const version of event.versions) {
        if (!version.deprecated || version.replacedBy !== undefined) continue;
        const newer = event.versions.find(
          (each) => compareLabels(each.label, version.label) > 0 && !each.deprecated,
        );
        if (newer === undefined) continue;
        yield {
          ...versionPlace(subject, event, version, "deprecated"),
          message: `${version.label} of ${JSON.stringify(event.name)} is deprecated without "replacedBy", although there is ${newer.label}.`,
        };
      }
    }
  },
};
