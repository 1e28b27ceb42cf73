import { removedConsumptions } from "../consumption-changes.js";
import type { ReviewRule } from "../review-rule.js";
import { service } from "../rule-examples.js";

export const consumptionRemoved: ReviewRule = {
  id: "consumption-removed",
  category: "wire",
  severity: "warning",
  breaks: "nobody",
  title: "A service no longer consumes an event",
  why: "Its queue is durable and stays bound: it collects every message until it is full or deleted.",
  fix: "Delete the queue, with its dead-letter and retry queues, once it has no consumer.",
  examples: {
    invalid: [
      { old: service({ queue: { name: "q" } }), new: service(undefined) },
      { old: service({}), new: service(undefined) },
    ],
    valid: [
      { old: service(undefined), new: service({}) },
      { old: service({ queue: { name: "q" } }), new: service({ queue: { name: "billing.q" } }) },
    ],
  },
  *judge(subject) {
    for (const { service, event, queue, place } of removedConsumptions(subject)) {
      yield {
        place,
        gone: true,
        message: `${service} no longer consumes ${event}, and its queue${queue === undefined ? "" : ` ${JSON.stringify(queue)}`} stays bound.`,
        subject: [service, event, queue ?? null],
        event,
        rollout: "any-order",
        services: [service],
      };
    }
  },
};
