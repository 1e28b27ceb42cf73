import type { Consumption } from "../../contract/contract.js";
import type { LintRule } from "../lint-rule.js";
import { queueExample } from "../queue-example.js";
import { consumedEvents } from "../settings-places.js";

/**
 * What ends the loop of a message that kills each of its consumers (RabbitMQ's documentation, Quorum Queues: "Poison
 * Message Handling"). Strategies that keep a message in its queue count attempts by the same deliveries.
 */
export const queueDeliveryLimit: LintRule = {
  id: "queue-delivery-limit",
  category: "wire",
  on: true,
  severity: "warning",
  title: "A delivery limit below the attempts, or disabled",
  why: "A message that crashes its consumer is delivered to one consumer after another, and no handler can stop it. A limit below the number of attempts ends them early: the broker dead-letters the message, without a reason in its headers.",
  fix: "Remove x-delivery-limit so that the SDK's limit applies, or set it above the number of attempts.",
  examples: {
    invalid: [
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
      queueExample({ "x-delivery-limit": 3 }, { retry: { strategy: "hold" } }),
      queueExample({ "x-delivery-limit": 8 }, { retry: { strategy: "requeue", maxAttempts: 10 } }),
    ],
    valid: [
      queueExample({ "x-delivery-limit": 4 }, { retry: { strategy: "hold" } }),
      queueExample({ "x-delivery-limit": 2 }, { retry: { strategy: "delay" } }),
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
      if (typeof limit !== "number") continue;
      const message = limit < 0 ? withoutLimit(limit) : belowAttempts(limit, consumption.retry);
      if (message === undefined) continue;
      yield { file: "contract.json", pointer: `${pointer}/queue/arguments/x-delivery-limit`, message };
    }
  },
};

function withoutLimit(limit: number): string {
  return `${limit} disables the delivery limit: a message that crashes its consumer is redelivered forever. Before RabbitMQ 4.0 it allows only the first delivery.`;
}

/** A message is delivered once more than its limit says. */
function belowAttempts(limit: number, retry: Consumption["retry"] = {}): string | undefined {
  const { strategy = "delay", maxAttempts = defaultAttempts } = retry;
  if (strategy !== "hold" && strategy !== "requeue") return undefined;
  if (limit + 1 >= maxAttempts) return undefined;
  return `With strategy "${strategy}" the broker dead-letters a message after ${limit + 1} deliveries, before its ${maxAttempts} attempts are used up.`;
}

/** Attempts of a message unless `contract.json` or the service says otherwise. */
const defaultAttempts = 5;
