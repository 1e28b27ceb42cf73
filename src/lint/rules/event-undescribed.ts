import { isObject, member } from "../../json/json.js";
import type { LintRule } from "../lint-rule.js";
import { eventPlace } from "../settings-places.js";

/** Events without a description. */
export const eventUndescribed: LintRule = {
  id: "event-undescribed",
  category: "documentation",
  on: false,
  severity: "warning",
  title: "An event without a description",
  why: "The name alone does not explain when it is published, so teams interpret it differently.",
  fix: "In `description` of event.json or of the newest version, describe what happened when the event is published.",
  examples: {
    invalid: [
      { "order_paid/event.json": { owner: "team" }, "order_paid/v1.json": { type: "object" } },
      { "order_paid/event.json": { description: " " }, "order_paid/v1.json": { type: "object" } },
    ],
    valid: [
      {
        "order_paid/event.json": { description: "The whole order has been paid." },
        "order_paid/v1.json": { type: "object" },
      },
      { "order_paid/v1.json": { type: "object", description: "The whole order has been paid." } },
    ],
  },
  *judge(subject) {
    for (const event of subject.contract.events) {
      const newest = event.versions.at(-1)?.source.value;
      const text = event.description ?? (isObject(newest) ? member(newest, "description") : undefined);
      if (typeof text === "string" && text.trim() !== "") continue;
      const message = `${JSON.stringify(event.name)} has no description.`;
      yield { ...eventPlace(subject, event), message };
    }
  },
};
