import type { ReviewRule } from "../review-rule.js";
import { event, used } from "../rule-examples.js";
import { consumersOf, publishersOf, together } from "../services.js";

export const eventRenamed: ReviewRule = {
  id: "event-renamed",
  category: "wire",
  severity: "error",
  breaks: "both",
  title: "An event was renamed",
  why: "The name travels in the property `type`, and is the routing key unless event.json says otherwise: consumers of the old name receive nothing more, and dead-letter what they do receive.",
  fix: "Add the event under its new name beside the old one, publish both until nobody reads the old one, and then remove it.",
  examples: {
    finds: [
      {
        old: event({ v1: { required: ["a"] } }),
        new: event({ v1: { required: ["a"] } }, undefined, "order_settled"),
      },
      {
        old: used(event({ v1: { required: ["a"] }, v2: { required: ["b"] } })),
        new: used(
          event({ v1: { required: ["a"] }, v2: { required: ["b"] } }, undefined, "order_settled"),
          {},
          "order_settled",
        ),
      },
    ],
    passes: [
      {
        old: event({ v1: { required: ["a"] } }),
        new: event({ v1: { required: ["b"] } }, undefined, "order_settled"),
      },
      {
        old: event({ v1: { required: ["a"] } }),
        new: { ...event({ v1: { required: ["a"] } }), "order_settled/v1.json": { required: ["a"] } },
      },
    ],
  },
  *judge({ renamed, old: before, new: now }) {
    for (const { old, new: event } of renamed) {
      const [from, to] = [old.versions.at(-1)?.source.path, event.versions.at(-1)?.source.path];
      yield {
        place: { file: to ?? event.folder },
        old: { file: from ?? old.folder },
        message: `The event ${old.name} is called ${event.name} now.`,
        event: event.name,
        breaks: [{ direction: "wire", verdict: "refuted", reason: `consumers ask for ${old.name}` }],
        rollout: "together",
        target: { kind: "event" },
        services: together(
          consumersOf(before.contract, old.name),
          publishersOf(before.contract, old.name),
          consumersOf(now.contract, event.name),
        ),
      };
    }
  },
};
