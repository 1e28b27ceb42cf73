import type { LoaderExample, LoaderRule } from "./loader-rule.js";

const schema = { type: "object" } as const;

/** A service whose queue has these arguments. */
function withArguments(
  own: Readonly<Record<string, string | number | boolean>>,
  type?: "classic",
): LoaderExample {
  const queue = { name: "billing", ...(type && { type }), arguments: own };
  return {
    folder: {
      "contract.json": { services: { "svc-billing": { consumes: { order_paid: { queue } } } } },
      "order_paid/v1.json": schema,
    },
  };
}

/** Settings of queues that a broker refuses, or that two services cannot have at once. */
export const queueRules: readonly LoaderRule[] = [
  {
    id: "queue-argument-invalid",
    category: "settings",
    severity: "error",
    title: "RabbitMQ refuses an argument of a queue",
    why: "The declaration closes the channel (406), so the consumer does not start, and its queue is not created.",
    fix: "Use a valid value, or remove an argument that the queue's type does not support.",
    examples: {
      invalid: [
        withArguments({ "x-max-length": "1000" }),
        withArguments({ "x-message-ttl": -1 }),
        withArguments({ "x-overflow": "reject" }),
        withArguments({ "x-single-active-consumer": "true" }),
        withArguments({ "x-max-priority": 10 }),
        withArguments({ "x-delivery-limit": 5 }, "classic"),
        withArguments({ "x-max-age": "7D" }),
        withArguments({ "x-dead-letter-exchange": "amq.dead" }),
      ],
      valid: [
        withArguments({ "x-max-length": 1000, "x-message-ttl": 0, "x-single-active-consumer": true }),
        withArguments({ "x-overflow": "reject-publish" }),
        withArguments({ "x-max-priority": 10 }, "classic"),
        withArguments({ "x-delivery-limit": 5 }),
        withArguments({ "x-dead-letter-exchange": "amq.topic" }),
      ],
    },
  },
  {
    id: "queue-shared",
    category: "settings",
    severity: "error",
    title: "Two services use the same queue",
    why: "RabbitMQ gives each message of a queue to one consumer, so each service would get only part of the messages.",
    fix: "Give each service its own queue; both can be bound to the exchange.",
    examples: {
      invalid: [
        {
          folder: {
            "contract.json": {
              services: {
                "svc-billing": { consumes: { order_paid: { queue: { name: "paid" } } } },
                "svc-mail": { consumes: { order_paid: { queue: { name: "paid" } } } },
              },
            },
            "order_paid/v1.json": schema,
          },
        },
      ],
      valid: [
        {
          folder: {
            "contract.json": {
              services: {
                "svc-billing": { consumes: { order_paid: { queue: { name: "billing.paid" } } } },
                "svc-mail": { consumes: { order_paid: { queue: { name: "mail.paid" } } } },
              },
            },
            "order_paid/v1.json": schema,
          },
        },
      ],
    },
  },
];
