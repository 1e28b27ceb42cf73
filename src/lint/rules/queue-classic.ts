import type { LintRule } from "../lint-rule.js";
import { consumedEvents } from "../settings-places.js";

/** Queues without a replica and without a delivery limit. */
export const queueClassic: LintRule = {
  id: "queue-classic",
  category: "wire",
  on: false,
  severity: "warning",
  title: "A classic queue",
  why: "It lives on one node, is unavailable while that node is down, and does not count deliveries: a message that crashes its consumer is redelivered forever.",
  fix: "Use a quorum queue, the default; an existing queue must be drained and redeclared.",
  examples: {
    invalid: [
      {
        "contract.json": {
          services: {
            "svc-billing": { consumes: { order_paid: { queue: { name: "billing", type: "classic" } } } },
          },
        },
        "order_paid/v1.json": { type: "object" },
      },
    ],
    valid: [
      {
        "contract.json": {
          services: { "svc-billing": { consumes: { order_paid: { queue: { name: "billing" } } } } },
        },
        "order_paid/v1.json": { type: "object" },
      },
    ],
  },
  *judge(subject) {
    for (const { consumption, pointer } of consumedEvents(subject)) {
      if (consumption.queue?.type !== "classic") continue;
      const message = `The queue ${JSON.stringify(consumption.queue.name)} is a classic queue.`;
      yield { file: "contract.json", pointer: `${pointer}/queue/type`, message };
    }
  },
};
