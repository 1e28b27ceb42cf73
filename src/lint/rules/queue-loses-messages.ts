import type { Consumption } from "../../contract/contract.js";
import type { LintRule } from "../lint-rule.js";
import { queueExample } from "../queue-example.js";
import { consumedEvents } from "../settings-places.js";

/** Arguments with which RabbitMQ throws messages away. */
export const queueLosesMessages: LintRule = {
  id: "queue-loses-messages",
  category: "wire",
  on: true,
  severity: "warning",
  title: "A queue that may lose messages",
  why: "With these arguments RabbitMQ drops messages, or the whole queue, and notifies neither the publisher nor the consumer.",
  fix: "Remove the argument; with the SDK's arguments every message is kept until it is handled or dead-lettered.",
  examples: {
    invalid: [
      {
        "contract.json": {
          services: {
            "svc-billing": {
              consumes: { order_paid: { queue: { name: "billing", arguments: { "x-expires": 3600000 } } } },
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
                order_paid: { queue: { name: "billing", arguments: { "x-overflow": "drop-head" } } },
              },
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
                order_paid: {
                  queue: { name: "billing", arguments: { "x-dead-letter-strategy": "at-most-once" } },
                },
              },
            },
          },
        },
        "order_paid/v1.json": { type: "object" },
      },
      queueExample({ "x-overflow": null }),
    ],
    valid: [
      queueExample({ "x-overflow": null, "x-dead-letter-strategy": null }),
      queueExample({ "x-overflow": null }, { type: "classic" }),
      {
        "contract.json": {
          services: {
            "svc-billing": {
              consumes: {
                order_paid: {
                  queue: {
                    name: "billing",
                    arguments: { "x-overflow": "reject-publish", "x-dead-letter-strategy": "at-least-once" },
                  },
                },
              },
            },
          },
        },
        "order_paid/v1.json": { type: "object" },
      },
      {
        "contract.json": {
          services: {
            "svc-billing": {
              consumes: { order_paid: { queue: { name: "billing", arguments: { "x-max-length": 100000 } } } },
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
                order_paid: {
                  queue: {
                    name: "billing",
                    arguments: { "x-owner": "drop-head", "x-dead-letter-routing-key": "at-most-once" },
                  },
                },
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
      for (const [name, value] of Object.entries(consumption.queue?.arguments ?? {})) {
        const loss = lossOf(name, value) ?? weakened(name, value, consumption.queue);
        if (loss === undefined) continue;
        const file = "contract.json";
        yield { file, pointer: `${pointer}/queue/arguments/${name}`, message: `With "${name}" ${loss}.` };
      }
    }
  },
};

function lossOf(name: string, value: unknown): string | undefined {
  if (name === "x-expires")
    return "the queue and its messages are deleted after this time without a consumer";
  if (name === "x-overflow" && value === "drop-head") return "a full queue drops its oldest message";
  if (name === "x-dead-letter-strategy" && value === "at-most-once")
    return "a dead letter is lost if the broker fails while moving it";
  return undefined;
}

/** `null` takes away what safe dead-lettering needs (RabbitMQ's documentation, Quorum Queues: "At-Least-Once Dead Lettering"). */
function weakened(name: string, value: unknown, queue: Consumption["queue"]): string | undefined {
  if (name !== "x-overflow" || value !== null || queue?.type === "classic" || queue?.declare === "check")
    return undefined;
  const { "x-dead-letter-exchange": target, "x-dead-letter-strategy": strategy = "at-least-once" } =
    queue?.arguments ?? {};
  if (target === null || strategy !== "at-least-once") return undefined;
  return 'omitted, RabbitMQ moves dead letters at most once: "at-least-once" requires "reject-publish"';
}
