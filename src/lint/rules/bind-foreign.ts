import { keyShapes } from "../../contract/placeholder-source.js";
import { bindingKeys, foreignEvents } from "../../contract/received-keys.js";
import { placeholdersOf } from "../../contract/routing-key.js";
import type { ExampleFolder } from "../../rules/rule.js";
import type { LintRule } from "../lint-rule.js";
import { consumedEvents } from "../settings-places.js";

/** Bindings that are wider than what is consumed. */
export const bindForeign: LintRule = {
  id: "bind-foreign",
  category: "wire",
  on: true,
  severity: "warning",
  title: "A binding that also matches events that are not consumed",
  why: "RabbitMQ routes every message with a matching key to the queue. The consumer has no handler for the other events, so each of their messages becomes a dead letter.",
  fix: "Bind the queue with keys that match only the consumed events, or consume the other events from the same queue.",
  examples: {
    invalid: [
      folder({ order_paid: { bind: "order.#" } }),
      folder({ order_paid: { bind: ["order.eu.paid", "order.*.*"] } }),
      // the default of the key, since shop.closed is a key of order_closed, too
      folder({ order_closed: {} }),
      folder({
        order_paid: { bind: "order.*.*", queue: { name: "paid" } },
        order_cancelled: { queue: { name: "cancelled" } },
      }),
    ],
    valid: [
      folder({ order_paid: {} }),
      folder({ order_paid: { bind: ["order.eu.paid", "*.*.paid"] } }),
      folder({
        order_paid: { bind: "order.*.*", queue: { name: "orders" } },
        order_cancelled: { queue: { name: "orders" } },
      }),
    ],
  },
  *judge(subject) {
    const { contract } = subject;
    for (const { service, event, consumption, pointer } of consumedEvents(subject)) {
      const { bind, versions } = consumption;
      if (bind === undefined && placeholdersOf(event.keyTemplate).length === 0) continue;
      const owner = contract.services.find(({ name }) => name === service);
      if (owner === undefined) continue;
      const keys = bindingKeys(event, keyShapes(event, contract.definitions, versions), bind);
      const [first, ...others] = foreignEvents(contract, owner, event, keys);
      if (first === undefined) continue;
      const more = others.length === 0 ? "" : `, and ${others.length} more`;
      const bound = keys.map((key) => JSON.stringify(key)).join(", ");
      yield {
        file: "contract.json",
        ...(bind === undefined ? { pointer, part: "key" } : { pointer: `${pointer}/bind` }),
        message: `The queue is bound with ${bound}, so it also receives events that it does not consume: ${first.event}, for example with the key ${JSON.stringify(first.key)}${more}.`,
      };
    }
  },
};

/** Events of one exchange, and a service that reads some of them. */
function folder(consumes: Readonly<Record<string, unknown>>): ExampleFolder {
  const region = { type: "object", properties: { region: { type: "string" } }, required: ["region"] };
  const area = { type: "object", properties: { area: { enum: ["shop", "order"] } }, required: ["area"] };
  return {
    "contract.json": { services: { "svc-billing": { consumes } } },
    "order_paid/event.json": { routingKey: "order.{region}.paid" },
    "order_paid/v1.json": region,
    "order_cancelled/event.json": { routingKey: "order.{region}.cancelled" },
    "order_cancelled/v1.json": region,
    "order_closed/event.json": { routingKey: "{area}.closed" },
    "order_closed/v1.json": area,
    "shop_closed/event.json": { routingKey: "shop.closed" },
    "shop_closed/v1.json": { type: "object" },
  };
}
