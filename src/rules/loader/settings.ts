import { headerRules } from "./headers.js";
import type { LoaderExample, LoaderRule } from "./loader-rule.js";

const schema = { type: "object" } as const;

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
    fix: "Fix the label, or add the version file. If the version was removed, remove it from contract.json and event.json too.",
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
