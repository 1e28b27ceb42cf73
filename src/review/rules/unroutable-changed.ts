import type { ReviewRule } from "../review-rule.js";
import { event } from "../rule-examples.js";
import { changedSettings } from "../setting-changes.js";

export const unroutableChanged: ReviewRule = {
  id: "unroutable-changed",
  category: "wire",
  severity: "info",
  breaks: "nobody",
  title: "What an unroutable event is for its publisher changed",
  why: 'With `"ignore"` an event that no queue takes is lost in silence; with `"error"` its publisher fails.',
  fix: 'Say `"ignore"` only of events that may have no reader yet.',
  examples: {
    finds: [
      { old: event({ v1: {} }), new: event({ v1: {} }, { unroutable: "ignore" }) },
      { old: event({ v1: {} }, { unroutable: "ignore" }), new: event({ v1: {} }, { unroutable: "error" }) },
    ],
    passes: [
      { old: event({ v1: {} }), new: event({ v1: {} }, { routingKey: "orders.paid" }) },
      { old: event({ v1: {} }), new: event({ v1: {} }, { unroutable: "error" }) },
    ],
  },
  *judge(subject) {
    yield* changedSettings(subject, "unroutable", ({ old, new: now }) => {
      if (old.unroutable === now.unroutable) return undefined;
      const what = now.unroutable === "ignore" ? "is lost in silence" : "is an error for its publisher";
      return { message: `An event that no queue takes ${what} now.`, rollout: "any-order" };
    });
  },
};
