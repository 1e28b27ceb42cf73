import type { LintRule } from "../lint-rule.js";
import { eventPlace } from "../settings-places.js";

/** Events without an owner. */
export const eventUnowned: LintRule = {
  id: "event-unowned",
  category: "documentation",
  on: false,
  severity: "warning",
  title: "An event without an owner",
  why: "People who find its messages in a dead-letter queue, or need to change it, have no one to ask.",
  fix: "Name the owning team in `owner` of event.json.",
  examples: {
    invalid: [
      { "order_paid/v1.json": { type: "object" } },
      { "order_paid/event.json": { description: "Paid." }, "order_paid/v1.json": { type: "object" } },
    ],
    valid: [
      { "order_paid/event.json": { owner: "team-payments" }, "order_paid/v1.json": { type: "object" } },
    ],
  },
  *judge(subject) {
    for (const event of subject.contract.events) {
      if (event.owner !== undefined) continue;
      yield { ...eventPlace(subject, event), message: `${JSON.stringify(event.name)} has no owner.` };
    }
  },
};
