import { nextLabels } from "../../contract/version-label.js";
import type { LintRule } from "../lint-rule.js";

/** A number that was skipped, or whose version was taken away between others. */
export const versionGap: LintRule = {
  id: "version-gap",
  category: "evolution",
  on: false,
  severity: "info",
  title: "A gap in the version numbers",
  why: "Developers look for the missing version; and if it was ever published, queues and archives may contain messages that can no longer be read.",
  fix: "Number versions without gaps, and remove the oldest first.",
  examples: {
    invalid: [{ "order_paid/v1.json": { type: "object" }, "order_paid/v3.json": { type: "object" } }],
    valid: [{ "order_paid/v2.json": { type: "object" }, "order_paid/v3.json": { type: "object" } }],
  },
  *judge({ contract }) {
    for (const { versions } of contract.events) {
      for (const [index, { label, source }] of versions.entries()) {
        const before = versions[index - 1];
        if (before === undefined || nextLabels(before.label).includes(label)) continue;
        yield { file: source.path, message: `There is no version between ${before.label} and ${label}.` };
      }
    }
  },
};
