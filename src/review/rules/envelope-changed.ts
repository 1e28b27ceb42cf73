import { changedSettings } from "../changed-settings.js";
import type { ReviewRule } from "../review-rule.js";
import { event, used } from "../rule-examples.js";

export const envelopeChanged: ReviewRule = {
  id: "envelope-changed",
  category: "wire",
  severity: "error",
  breaks: "consumers",
  title: "The message envelope changed",
  why: "Clients that read the version and event from the body no longer find them, or find two additional properties in the payload that a closed schema rejects.",
  fix: "Change it together with the next version of the event, once all consumers read both forms.",
  examples: {
    invalid: [
      {
        old: event({ v1: { type: "object" } }),
        new: event({ v1: { type: "object" } }, { envelope: "body" }),
      },
      {
        old: used(event({ v1: { type: "object" } }, { envelope: "body" })),
        new: used(event({ v1: { type: "object" } }, { envelope: "headers" })),
      },
    ],
    valid: [
      { old: event({ v1: { type: "object" } }), new: event({ v1: { type: "object" } }, { vhost: "/sales" }) },
      {
        old: event({ v1: { type: "object" } }),
        new: event({ v1: { type: "object" } }, { envelope: "headers" }),
      },
    ],
  },
  *judge(subject) {
    yield* changedSettings(subject, "envelope", ({ old, new: now }) => {
      if (old.envelope === now.envelope) return undefined;
      const isBody = now.envelope === "body";
      return {
        message: `The envelope changed from "${old.envelope}" to "${now.envelope}".`,
        subject: [old.envelope, now.envelope],
        rollout: "consumers-first",
        reason: isBody
          ? "consumers that do not upgrade find `version` and `event` in the payload"
          : "consumers that do not upgrade may look for `version` and `event` in the body",
      };
    });
  },
};
