import type { LintRule } from "../lint-rule.js";
import { consumedEvents } from "../settings-places.js";

/** Dead letters that do not go to the queue which the SDK declares for them. */
export const deadLetterElsewhere: LintRule = {
  id: "dead-letter-elsewhere",
  category: "wire",
  on: false,
  severity: "warning",
  title: "The broker's dead letters go to an exchange of your own",
  why: "The SDK neither declares nor binds it: an exchange that is missing, or has no queue for the routing key, drops the dead letters in silence.",
  fix: "Remove x-dead-letter-exchange, so that they go to the dead-letter queue of the SDK, or make sure of the exchange and its binding.",
  examples: {
    finds: [
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
    passes: [
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
      const message = `Dead letters that the broker makes go to the exchange ${JSON.stringify(exchange)}, which the SDK does not declare.`;
      yield { file: "contract.json", pointer: `${pointer}/queue/arguments/x-dead-letter-exchange`, message };
    }
  },
};
