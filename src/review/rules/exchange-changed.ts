import { changedSettings } from "../changed-settings.js";
import type { ReviewRule } from "../review-rule.js";
import { event } from "../rule-examples.js";

export const exchangeChanged: ReviewRule = {
  id: "exchange-changed",
  category: "wire",
  severity: "error",
  breaks: "consumers",
  title: "An event moved to another exchange",
  why: "A queue only receives messages of the exchanges that it is bound to: consumers that do not upgrade receive no more messages, without any error.",
  fix: "Upgrade all consumers first, so that their queues are bound to both exchanges; then the publishers.",
  examples: {
    invalid: [
      { old: event({ v1: {} }), new: event({ v1: {} }, { exchange: "orders" }) },
      { old: event({ v1: {} }), new: event({ v1: {} }, { exchange: { name: "events", type: "fanout" } }) },
    ],
    valid: [
      { old: event({ v1: {} }), new: event({ v1: {} }, { routingKey: "orders.paid" }) },
      { old: event({ v1: {} }), new: event({ v1: {} }, { exchange: { name: "events", type: "topic" } }) },
    ],
  },
  *judge(subject) {
    yield* changedSettings(subject, "exchange", ({ old, new: now }) => {
      const [from, to] = [old.exchange, now.exchange];
      if (from.name !== to.name) {
        const message = `The exchange changed from ${JSON.stringify(from.name)} to ${JSON.stringify(to.name)}.`;
        return {
          message,
          subject: [from.name, to.name],
          rollout: "consumers-first",
          reason: `queues are bound to ${JSON.stringify(from.name)}`,
        };
      }
      if (from.type === to.type) return undefined;
      return {
        message: `The type of exchange ${JSON.stringify(to.name)} changed from ${from.type} to ${to.type}.`,
        subject: [to.name, from.type, to.type],
        help: "RabbitMQ refuses to declare an existing exchange with another type: give the new one another name.",
        rollout: "together",
        reason: "declaring it fails with 406 until the exchange and its bindings are deleted",
      };
    });
  },
};
