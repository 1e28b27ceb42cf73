import type { ReviewRule } from "../review-rule.js";
import { event, used } from "../rule-examples.js";
import { consumersOf } from "../services.js";
import { settingPlace } from "../setting-place.js";

const replaced = { deprecated: true, sunset: "2027-06-30", replacedBy: "v2" };

export const versionDeprecated: ReviewRule = {
  id: "version-deprecated",
  category: "evolution",
  severity: "info",
  breaks: "nobody",
  title: "A version was deprecated",
  why: "Services that read or publish it must migrate before its sunset.",
  fix: "Migrate to the version that replaces it.",
  examples: {
    invalid: [
      {
        old: event({ v1: {}, v2: {} }),
        new: event({ v1: {}, v2: {} }, { versions: { v1: { deprecated: true } } }),
      },
      {
        old: used(event({ v1: {}, v2: {} })),
        new: used(event({ v1: {}, v2: {} }, { versions: { v1: replaced } })),
      },
    ],
    valid: [
      {
        old: event({ v1: {}, v2: {} }, { versions: { v1: { deprecated: true } } }),
        new: event({ v1: {}, v2: {}, v3: {} }, { versions: { v1: { deprecated: true } } }),
      },
      {
        old: event({ v1: {} }),
        new: event({ v1: {}, v2: {} }, { versions: { v2: { deprecated: true } } }),
      },
    ],
  },
  *judge({ kept, new: now }) {
    for (const { old, new: event } of kept) {
      for (const version of event.versions) {
        const before = old.versions.find(({ label }) => label === version.label);
        if (!version.deprecated || before === undefined || before.deprecated) continue;
        const { label, sunset, replacedBy } = version;
        const until = sunset === undefined ? "" : `; its sunset is ${sunset}`;
        yield {
          place: settingPlace(now, event, "versions"),
          message: `${label} of ${event.name} was deprecated${until}.`,
          subject: [event.name, label, sunset ?? null],
          event: event.name,
          version: label,
          rollout: "any-order",
          target: { kind: "version" },
          services: consumersOf(now.contract, event.name, label),
          notes: replacedBy === undefined ? [] : [`${replacedBy} replaces it`],
        };
      }
    }
  },
};
