import type { ReviewRule } from "../review-rule.js";
import { event, used } from "../rule-examples.js";
import { consumersOf, publishersOf, together } from "../services.js";

export const eventRenamed: ReviewRule = {
  id: "event-renamed",
  category: "wire",
  severity: "error",
  breaks: "both",
  title: "An event was renamed",
  why: "The name is sent in the property `type`, and is the default routing key: consumers of the old name receive no more messages, or dead-letter those that they receive.",
  fix: "Add the event under its new name and keep the old one, publish both until no consumer reads the old one, then remove it.",
  examples: {
    invalid: [
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
    valid: [
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
        message: `Event ${old.name} was renamed to ${event.name}.`,
        subject: [old.name, event.name],
        event: event.name,
        breaks: [{ direction: "wire", verdict: "refuted", reason: `consumers are bound for ${old.name}` }],
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
