import { nextLabels } from "../../contract/version-label.js";
import type { ReviewRule } from "../review-rule.js";
import { event } from "../rule-examples.js";
import { addedVersions, isNext } from "../version-changes.js";

const threeNumbers = { "contract.json": { versionLabels: "1.0.0" } };

export const versionNotNext: ReviewRule = {
  id: "version-not-next",
  category: "evolution",
  severity: "error",
  breaks: "consumers",
  title: "A new version does not have the next number",
  why: "Version numbers increase by one: a gap looks like a lost version, and a number below the newest one may have been published before with another meaning.",
  fix: "Give it the next number.",
  examples: {
    invalid: [
      { old: event({ v1: {} }), new: event({ v1: {}, v3: {} }) },
      { old: event({ v2: {} }), new: event({ v1: {}, v2: {} }) },
      {
        old: { ...event({ "1.2.0": {} }), ...threeNumbers },
        new: { ...event({ "1.2.0": {}, "1.4.0": {} }), ...threeNumbers },
      },
    ],
    valid: [
      { old: event({ v1: {} }), new: event({ v1: {}, v2: {}, v3: {} }) },
      { old: event({ v3: {} }), new: event({ v3: {}, v4: {} }) },
      { old: event({ v3: {} }), new: { ...event({ "1.0.0": {} }), ...threeNumbers } },
    ],
  },
  *judge(subject) {
    for (const added of addedVersions(subject)) {
      const { event, version, newest } = added;
      if (newest === undefined || isNext(added)) continue;
      const next = nextLabels(newest.label);
      yield {
        place: { file: version.source.path },
        message: `${version.label} of ${event.name} was added, but the next version is ${next.join(" or ")}.`,
        subject: [event.name, version.label, next],
        help: `Rename it to ${next[0]}.`,
        event: event.name,
        version: version.label,
      };
    }
  },
};
