import type { ReviewRule } from "../review-rule.js";
import { event } from "../rule-examples.js";
import { changedSettings } from "../setting-changes.js";

export const unversionedChanged: ReviewRule = {
  id: "unversioned-changed",
  category: "wire",
  severity: "error",
  breaks: "consumers",
  title: "Messages without a version are read in another way",
  why: "Their publishers do not use the SDK, so that no version tells the consumer which schema was meant.",
  fix: "First let every publisher name its version, and let the queues run empty.",
  examples: {
    finds: [
      { old: event({ v1: {} }, { unversioned: "v1" }), new: event({ v1: {} }) },
      {
        old: event({ v1: {}, v2: {} }, { unversioned: "v1" }),
        new: event({ v1: {}, v2: {} }, { unversioned: "v2" }),
      },
    ],
    passes: [
      { old: event({ v1: {} }), new: event({ v1: {} }, { unversioned: "v1" }) },
      {
        old: event({ v1: {} }, { unversioned: "v1" }),
        new: event({ v1: {}, v2: {} }, { unversioned: "v1" }),
      },
    ],
  },
  *judge(subject) {
    yield* changedSettings(
      subject,
      "unversioned",
      ({ old: { unversioned: before }, new: { unversioned: now } }) => {
        if (before === undefined || before === now) return undefined;
        const becomes = now === undefined ? "is a dead letter" : `is read as ${now}`;
        return {
          message: `A message that names no version was read as ${before}, and ${becomes} now.`,
          rollout: "publishers-first",
          reason: `publishers that name no version mean ${before}`,
        };
      },
    );
  },
};
