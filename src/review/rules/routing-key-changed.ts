import type { ReviewRule } from "../review-rule.js";
import { event, used } from "../rule-examples.js";
import { changedSettings } from "../setting-changes.js";

export const routingKeyChanged: ReviewRule = {
  id: "routing-key-changed",
  category: "wire",
  severity: "error",
  breaks: "consumers",
  title: "The routing key of an event changed",
  why: "A queue gets only what its binding matches: consumers that did not upgrade receive nothing more, without any error.",
  fix: "Upgrade all consumers first, so that their queues are bound with both keys; then the publishers.",
  examples: {
    finds: [
      { old: event({ v1: {} }), new: event({ v1: {} }, { routingKey: "order.paid" }) },
      {
        old: used(event({ v1: {} }, { routingKey: "order.paid" })),
        new: used(event({ v1: {} })),
      },
    ],
    passes: [
      { old: event({ v1: {} }), new: event({ v1: {} }, { exchange: { name: "orders", type: "topic" } }) },
      { old: event({ v1: {} }), new: event({ v1: {} }, { routingKey: "order_paid" }) },
    ],
  },
  *judge(subject) {
    yield* changedSettings(subject, "routingKey", ({ old, new: now }) => {
      if (old.routingKey === now.routingKey) return undefined;
      const [from, to] = [JSON.stringify(old.routingKey), JSON.stringify(now.routingKey)];
      const message = `The routing key is ${to} now, not ${from}.`;
      return { message, rollout: "consumers-first", reason: `queues are bound with ${from}` };
    });
  },
};
