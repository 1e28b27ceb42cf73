import { headerRules } from "./headers.js";
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

/** A service that consumes an event with these settings. */
function withConsumption(consumption: Readonly<Record<string, unknown>>): LoaderExample {
  return {
    folder: {
      "contract.json": { services: { "svc-billing": { consumes: { order_paid: consumption } } } },
      "order_paid/v1.json": schema,
    },
  };
}

/** Settings that have no meaning, or that contradict each other or a schema. */
export const settingsRules: readonly LoaderRule[] = [
  {
    id: "envelope-body",
    category: "settings",
    severity: "error",
    title: "A payload conflicts with the body envelope",
    why: 'With the body envelope, each message has the members "version" and "event" next to those of the payload: a payload that is not an object cannot have them, and one with such properties would lose them.',
    fix: 'Add "type": "object", rename the property, or use "envelope": "headers".',
    examples: {
      invalid: [
        { folder: { "contract.json": { envelope: "body" }, "order_paid/v1.json": { type: "string" } } },
        {
          folder: {
            "order_paid/event.json": { envelope: "body" },
            "order_paid/v1.json": { type: "object", properties: { version: { type: "integer" } } },
          },
        },
      ],
      valid: [
        { folder: { "contract.json": { envelope: "body" }, "order_paid/v1.json": schema } },
        {
          folder: {
            "order_paid/event.json": { envelope: "headers" },
            "order_paid/v1.json": { type: "object", properties: { version: { type: "integer" } } },
          },
        },
      ],
    },
  },
  {
    id: "exchange-type",
    category: "settings",
    severity: "error",
    title: "One exchange has two types",
    why: "An exchange exists once per virtual host, with one type: the second service that declares it fails at start-up.",
    fix: "Use the same type for all events of the exchange, or another exchange.",
    examples: {
      invalid: [
        {
          folder: {
            "order_paid/v1.json": schema,
            "order_refunded/event.json": { exchange: { name: "events", type: "direct" } },
            "order_refunded/v1.json": schema,
          },
        },
        { folder: { "order_paid/event.json": { exchange: "amq.direct" }, "order_paid/v1.json": schema } },
      ],
      valid: [
        {
          folder: {
            "order_paid/v1.json": schema,
            "order_refunded/event.json": { exchange: { name: "refunds", type: "direct" } },
            "order_refunded/v1.json": schema,
          },
        },
        {
          folder: {
            "order_paid/v1.json": schema,
            "order_refunded/event.json": { vhost: "refunds", exchange: { name: "events", type: "direct" } },
            "order_refunded/v1.json": schema,
          },
        },
        {
          folder: {
            "order_paid/event.json": { exchange: { name: "amq.direct", type: "direct" } },
            "order_paid/v1.json": schema,
          },
        },
      ],
    },
  },
  ...headerRules,
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
  {
    id: "service-unknown-event",
    category: "settings",
    severity: "error",
    title: "A service refers to an unknown event",
    why: "The SDK has no such event, so the service could neither publish nor consume it.",
    fix: "Fix the name, or add the event's folder.",
    examples: {
      invalid: [
        {
          folder: {
            "contract.json": { services: { "svc-shop": { publishes: ["order_payed"] } } },
            "order_paid/v1.json": schema,
          },
        },
        {
          folder: {
            "contract.json": { services: { "svc-shop": { publishes: { order_payed: ["v1"] } } } },
            "order_paid/v1.json": schema,
          },
        },
        {
          folder: {
            "contract.json": { services: { "svc-billing": { consumes: { order_refunded: {} } } } },
            "order_paid/v1.json": schema,
          },
        },
      ],
      valid: [
        {
          folder: {
            "contract.json": { services: { "svc-shop": { publishes: ["order_paid"] } } },
            "order_paid/v1.json": schema,
          },
        },
      ],
    },
  },
  {
    id: "settings-invalid",
    category: "settings",
    severity: "error",
    title: "A setting is unknown or has an invalid value",
    why: "A misspelt setting would silently have no effect: the SDK would use the default instead.",
    fix: "Use a known key with a valid value; with the package's $schema, an editor completes both.",
    examples: {
      invalid: [
        { folder: { "order_paid/event.json": { routingkey: "order.paid" }, "order_paid/v1.json": schema } },
        { folder: { "contract.json": { envelope: "header" }, "order_paid/v1.json": schema } },
        {
          folder: {
            "order_paid/event.json": { versions: { v1: { deprecated: true, sunset: "2027-02-30" } } },
            "order_paid/v1.json": schema,
          },
        },
        {
          folder: {
            "contract.json": {
              services: { "svc-billing": { consumes: { order_paid: { retry: { delays: ["25h"] } } } } },
            },
            "order_paid/v1.json": schema,
          },
        },
        withConsumption({ queue: { name: "cache", perInstance: true }, retry: { strategy: "delay" } }),
        withConsumption({ queue: { name: "cache", perInstance: true, declare: "check" } }),
        withConsumption({ queue: { name: "billing", type: "classic" }, retry: { strategy: "hold" } }),
        withConsumption({ retry: { strategy: "hold", delays: ["40m"] } }),
        {
          folder: { "contract.json": { formats: { email: { pattern: "@" } } }, "order_paid/v1.json": schema },
        },
        {
          folder: {
            "contract.json": { services: { "svc-shop": { publishes: { order_paid: [] } } } },
            "order_paid/v1.json": schema,
          },
        },
      ],
      valid: [
        withConsumption({ queue: { name: "cache", perInstance: true }, retry: { strategy: "hold" } }),
        {
          folder: {
            "order_paid/event.json": {
              routingKey: "order.paid",
              versions: { v1: { deprecated: true, sunset: "2027-02-28" } },
            },
            "order_paid/v1.json": schema,
          },
        },
        {
          folder: {
            "contract.json": {
              formats: { "order-id": { pattern: "^ord-" } },
              services: { "svc-billing": { consumes: { order_paid: { retry: { delays: ["24h"] } } } } },
            },
            "order_paid/v1.json": schema,
          },
        },
      ],
    },
  },
  {
    id: "version-unknown",
    category: "settings",
    severity: "error",
    title: "A setting refers to an unknown version",
    why: "A service would publish a version that is not in the SDK, wait for messages that are never published, or be referred to a missing replacement.",
    fix: "Fix the label, or add the version file.",
    examples: {
      invalid: [
        {
          folder: {
            "contract.json": {
              services: { "svc-billing": { consumes: { order_paid: { versions: ["v2"] } } } },
            },
            "order_paid/v1.json": schema,
          },
        },
        {
          folder: {
            "contract.json": { services: { "svc-shop": { publishes: { order_paid: ["v1", "v2"] } } } },
            "order_paid/v1.json": schema,
          },
        },
        {
          folder: {
            "order_paid/event.json": { versions: { v1: { deprecated: true, replacedBy: "v2" } } },
            "order_paid/v1.json": schema,
          },
        },
      ],
      valid: [
        {
          folder: {
            "contract.json": {
              services: { "svc-billing": { consumes: { order_paid: { versions: ["v2"] } } } },
            },
            "order_paid/v1.json": schema,
            "order_paid/v2.json": schema,
          },
        },
      ],
    },
  },
];
