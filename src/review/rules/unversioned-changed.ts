import { changedSettings } from "../changed-settings.js";
import type { ReviewRule } from "../review-rule.js";
import { event } from "../rule-examples.js";

export const unversionedChanged: ReviewRule = {
  id: "unversioned-changed",
  category: "wire",
  severity: "error",
  breaks: "consumers",
  title: "The version of messages that name none changed",
  why: "Their publishers do not use the SDK, so nothing in the message says which schema applies.",
  fix: "First make every publisher send a version, and wait until the queues are empty.",
  examples: {
    invalid: [
      { old: event({ v1: {} }, { unversioned: "v1" }), new: event({ v1: {} }) },
      {
        old: event({ v1: {}, v2: {} }, { unversioned: "v1" }),
        new: event({ v1: {}, v2: {} }, { unversioned: "v2" }),
      },
    ],
    valid: [
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
        const becomes = now === undefined ? "is dead-lettered" : `is read as ${now}`;
        return {
          message: `A message that names no version was read as ${before}, and now ${becomes}.`,
          subject: [before, now ?? null],
          rollout: "publishers-first",
          reason: `publishers that send no version mean ${before}`,
        };
      },
    );
  },
};
