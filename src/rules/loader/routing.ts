import type { LoaderExample, LoaderRule } from "./loader-rule.js";

/**
 * An event whose payload has a region, with this routing key and exchange, and a service that consumes it with these
 * settings.
 */
function routed(
  settings: Readonly<Record<string, unknown>>,
  consumption?: Readonly<Record<string, unknown>>,
  required: readonly string[] = ["region"],
  region: Readonly<Record<string, unknown>> = { enum: ["eu", "us"] },
): LoaderExample {
  const services = { "svc-billing": { consumes: { order_paid: consumption } } };
  return {
    folder: {
      ...(consumption === undefined ? {} : { "contract.json": { services } }),
      "order_paid/event.json": settings,
      "order_paid/v1.json": { type: "object", properties: { region }, required },
    },
  };
}

const byRegion = "order.{region}.paid";
const direct = { name: "orders", type: "direct" };

/** Settings with which messages would reach no queue, or have no routing key. */
export const routingRules: readonly LoaderRule[] = [
  {
    id: "bind-unusable",
    category: "settings",
    severity: "error",
    title: "A queue is bound with a key that no message can have",
    why: 'RabbitMQ accepts the binding, but the queue gets nothing through it: the consumer would wait without any error. On a direct exchange there is no pattern for all keys of an event with placeholders, so "bind" is required.',
    fix: "Bind the queue with keys that the event's routing key can produce; on a topic exchange * is exactly one word, # any number of words.",
    examples: {
      invalid: [
        routed({ routingKey: byRegion }, { bind: "orders.*.paid" }),
        routed({ routingKey: byRegion }, { bind: ["order.eu.paid", "order.asia.paid"] }),
        routed({ routingKey: byRegion }, { bind: byRegion }),
        routed({ routingKey: byRegion, exchange: direct }, { bind: "order.*.paid" }),
        routed({ routingKey: byRegion, exchange: direct }, {}),
        routed(
          { routingKey: byRegion, exchange: { name: "all", type: "fanout" } },
          { bind: "order.eu.paid" },
        ),
      ],
      valid: [
        routed({ routingKey: byRegion }, {}),
        routed({ routingKey: byRegion }, { bind: ["order.eu.*", "#.us.#"] }),
        routed({ routingKey: byRegion, exchange: direct }, { bind: "order.eu.paid" }),
        routed({ routingKey: byRegion, exchange: { name: "all", type: "fanout" } }, {}),
      ],
    },
  },
  {
    id: "routing-key-placeholder",
    category: "settings",
    severity: "error",
    title: "A routing key placeholder may have no value",
    why: "Each message needs a routing key: with a property that is optional or not a single word, some messages would have none.",
    fix: "Use a required property that is a string, an integer or a boolean; or a name that the schema does not declare, whose value is then passed to publish.",
    examples: {
      invalid: [
        routed({ routingKey: "order.{region.paid" }),
        routed({ routingKey: "order.{}.paid" }),
        routed({ routingKey: byRegion }, undefined, []),
        routed({ routingKey: byRegion }, undefined, ["region"], { type: ["string", "null"] }),
      ],
      valid: [
        routed({ routingKey: byRegion }),
        routed({ routingKey: "order.{area}.paid" }, undefined, []),
        routed({ routingKey: "order.v{region}" }, undefined, ["region"], { type: "integer" }),
      ],
    },
  },
];
