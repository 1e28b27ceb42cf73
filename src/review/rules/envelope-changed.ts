import type { ReviewRule } from "../review-rule.js";
import { event, used } from "../rule-examples.js";
import { changedSettings } from "../setting-changes.js";

export const envelopeChanged: ReviewRule = {
  id: "envelope-changed",
  category: "wire",
  severity: "error",
  breaks: "consumers",
  title: "The version travels elsewhere",
  why: "Clients that read the version and the event from the body find none there, or find two members in the payload that a closed schema rejects.",
  fix: "Change it together with the next version of the event, once all consumers read both.",
  examples: {
    finds: [
      {
        old: event({ v1: { type: "object" } }),
        new: event({ v1: { type: "object" } }, { envelope: "body" }),
      },
      {
        old: used(event({ v1: { type: "object" } }, { envelope: "body" })),
        new: used(event({ v1: { type: "object" } }, { envelope: "headers" })),
      },
    ],
    passes: [
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
        message: `The envelope is "${now.envelope}" now, not "${old.envelope}".`,
        rollout: "consumers-first",
        reason: isBody
          ? "consumers that did not upgrade find `version` and `event` in the payload"
          : "consumers that did not upgrade may look for `version` and `event` in the body",
      };
    });
  },
};
