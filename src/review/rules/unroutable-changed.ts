import { changedSettings } from "../changed-settings.js";
import type { ReviewRule } from "../review-rule.js";
import { event } from "../rule-examples.js";

export const unroutableChanged: ReviewRule = {
  id: "unroutable-changed",
  category: "wire",
  severity: "info",
  breaks: "nobody",
  title: "The handling of unroutable events changed",
  why: 'With `"ignore"`, an event that reaches no queue is silently lost; with `"error"`, publishing fails.',
  fix: 'Use `"ignore"` only for events that may not have a consumer yet.',
  examples: {
    invalid: [
      { old: event({ v1: {} }), new: event({ v1: {} }, { unroutable: "ignore" }) },
      { old: event({ v1: {} }, { unroutable: "ignore" }), new: event({ v1: {} }, { unroutable: "error" }) },
    ],
    valid: [
      { old: event({ v1: {} }), new: event({ v1: {} }, { routingKey: "orders.paid" }) },
      { old: event({ v1: {} }), new: event({ v1: {} }, { unroutable: "error" }) },
    ],
  },
  *judge(subject) {
    yield* changedSettings(subject, "unroutable", ({ old, new: now }) => {
      if (old.unroutable === now.unroutable) return undefined;
      const what = now.unroutable === "ignore" ? "is now silently lost" : "is now an error for its publisher";
      return {
        message: `An event that reaches no queue ${what}.`,
        subject: [old.unroutable, now.unroutable],
        rollout: "any-order",
      };
    });
  },
};
