import type { LintRule } from "../lint-rule.js";
import { consumedEvents } from "../settings-places.js";

/** What ends the loop of a message that kills each of its consumers. */
export const queueDeliveryLimit: LintRule = {
  id: "queue-delivery-limit",
  category: "wire",
  on: true,
  severity: "warning",
  title: "A queue without a delivery limit",
  why: "A message that ends the process which reads it is delivered again and again, to one consumer after the other, and no handler can stop it.",
  fix: "Remove x-delivery-limit, so that the SDK's own limit holds, or give a number of deliveries.",
  examples: {
    finds: [
      {
        "contract.json": {
          services: {
            "svc-billing": {
              consumes: { order_paid: { queue: { name: "billing", arguments: { "x-delivery-limit": -1 } } } },
            },
          },
        },
        "order_paid/v1.json": { type: "object" },
      },
    ],
    passes: [
      {
        "contract.json": {
          services: {
            "svc-billing": {
              consumes: { order_paid: { queue: { name: "billing", arguments: { "x-delivery-limit": 50 } } } },
            },
          },
        },
        "order_paid/v1.json": { type: "object" },
      },
      {
        "contract.json": {
          services: {
            "svc-billing": {
              consumes: { order_paid: { queue: { name: "billing", arguments: { "x-delivery-limit": 0 } } } },
            },
          },
        },
        "order_paid/v1.json": { type: "object" },
      },
      {
        "contract.json": {
          services: {
            "svc-billing": {
              consumes: {
                order_paid: { queue: { name: "billing", arguments: { "x-delivery-limit": "-1" } } },
              },
            },
          },
        },
        "order_paid/v1.json": { type: "object" },
      },
    ],
  },
  *judge(subject) {
    for (const { consumption, pointer } of consumedEvents(subject)) {
      const limit = consumption.queue?.arguments?.["x-delivery-limit"];
      if (typeof limit !== "number" || limit >= 0) continue;
      const message = `${limit} takes the delivery limit away: a message that kills its consumer comes back for ever.`;
      yield { file: "contract.json", pointer: `${pointer}/queue/arguments/x-delivery-limit`, message };
    }
  },
};
