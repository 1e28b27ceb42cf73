import { publicationPlace } from "../../contract/publication.js";
import type { LintRule } from "../lint-rule.js";

/** Published events without a consumer, as far as `contract.json` shows. */
export const eventUnconsumed: LintRule = {
  id: "event-unconsumed",
  category: "evolution",
  on: false,
  severity: "info",
  title: "A published event that no service consumes",
  why: 'It reaches no queue, so each publish fails as unroutable unless event.json has "unroutable": "ignore"; and a review cannot list the services that a change breaks.',
  fix: "Add it to `consumes` of its consumers in contract.json, or remove the event.",
  examples: {
    invalid: [
      {
        "contract.json": { services: { "svc-order": { publishes: ["order_paid"] } } },
        "order_paid/v1.json": { type: "object" },
      },
    ],
    valid: [
      {
        "contract.json": {
          services: {
            "svc-order": { publishes: ["order_paid"] },
            "svc-billing": { consumes: { order_paid: {} } },
          },
        },
        "order_paid/v1.json": { type: "object" },
      },
      { "order_paid/v1.json": { type: "object" } },
    ],
  },
  *judge({ contract, sources }) {
    const consumed = new Set(contract.services.flatMap(({ consumes }) => [...consumes.keys()]));
    for (const { name, publishes } of contract.services) {
      for (const event of publishes.keys()) {
        if (consumed.has(event)) continue;
        yield {
          file: "contract.json",
          ...publicationPlace(sources.get("contract.json"), name, event),
          message: `No service of contract.json consumes ${JSON.stringify(event)}.`,
        };
      }
    }
  },
};
