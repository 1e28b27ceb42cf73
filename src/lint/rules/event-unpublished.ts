import type { LintRule } from "../lint-rule.js";
import { eventPlace } from "../settings-places.js";

/** Events without a publisher, as far as `contract.json` shows. */
export const eventUnpublished: LintRule = {
  id: "event-unpublished",
  category: "evolution",
  on: false,
  severity: "info",
  title: "An event that no service publishes",
  why: "The publisher determines the event's virtual host and the order in which changes are deployed; an event without a publisher may be obsolete.",
  fix: "Add the event to `publishes` of its service in contract.json, or remove it.",
  examples: {
    invalid: [
      {
        "contract.json": { services: { "svc-billing": { consumes: { order_paid: {} } } } },
        "order_paid/v1.json": { type: "object" },
      },
    ],
    valid: [
      {
        "contract.json": { services: { "svc-order": { publishes: ["order_paid"] } } },
        "order_paid/v1.json": { type: "object" },
      },
      { "order_paid/v1.json": { type: "object" } },
    ],
  },
  *judge(subject) {
    const { events, services } = subject.contract;
    if (services.length === 0) return;
    const published = new Set(services.flatMap(({ publishes }) => [...publishes.keys()]));
    for (const event of events) {
      if (published.has(event.name)) continue;
      const message = `No service of contract.json publishes ${JSON.stringify(event.name)}.`;
      yield { ...eventPlace(subject, event), message };
    }
  },
};
