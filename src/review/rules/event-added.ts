import type { ReviewRule } from "../review-rule.js";
import { event, used } from "../rule-examples.js";
import { consumersOf, publishersOf, together } from "../services.js";

export const eventAdded: ReviewRule = {
  id: "event-added",
  category: "evolution",
  severity: "info",
  breaks: "nobody",
  title: "An event was added",
  why: "Publishing an event that reaches no queue is an error, so its consumers must be deployed first.",
  fix: 'Start a consumer first, or set `"unroutable": "ignore"` in event.json.',
  examples: {
    invalid: [
      { old: event({ v1: {} }), new: { ...event({ v1: {} }), "other/v1.json": { type: "string" } } },
      { old: {}, new: used(event({ v1: {}, v2: {} })) },
    ],
    valid: [{ old: event({ v1: {} }), new: event({ v1: {}, v2: {} }) }],
  },
  *judge({ added, new: { contract } }) {
    for (const event of added) {
      yield {
        place: { file: event.versions.at(-1)?.source.path ?? event.folder },
        message: `Event ${event.name} was added.`,
        subject: [event.name],
        event: event.name,
        rollout: "consumers-first",
        services: together(consumersOf(contract, event.name), publishersOf(contract, event.name)),
      };
    }
  },
};
