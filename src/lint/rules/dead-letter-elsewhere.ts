import type { LintRule } from "../lint-rule.js";
import { consumedEvents } from "../settings-places.js";

/** Dead letters that do not go to the queue which the SDK declares for them. */
export const deadLetterElsewhere: LintRule = {
  id: "dead-letter-elsewhere",
  category: "wire",
  on: false,
  severity: "warning",
  title: "The broker's dead letters go to a custom exchange",
  why: "The SDK neither declares nor binds that exchange. If it is missing, or no queue is bound for the routing key, dead letters are silently dropped.",
  fix: "Remove x-dead-letter-exchange so that they go to the SDK's dead-letter queue, or ensure that the exchange and its binding exist.",
  examples: {
    invalid: [
      {
        "contract.json": {
          services: {
            "svc-billing": {
              consumes: {
                order_paid: { queue: { name: "billing", arguments: { "x-dead-letter-exchange": "dlx" } } },
              },
            },
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
      const exchange = consumption.queue?.arguments?.["x-dead-letter-exchange"];
      if (exchange === undefined) continue;
      const message = `The broker's dead letters go to the exchange ${JSON.stringify(exchange)}, which the SDK does not declare.`;
      yield { file: "contract.json", pointer: `${pointer}/queue/arguments/x-dead-letter-exchange`, message };
    }
  },
};
