import { graded } from "../graded.js";
import type { LintRule } from "../lint-rule.js";

/** Wildcards in the keys that messages are published with; the loader finds them. */
export const routingKeyPattern: LintRule = {
  id: "routing-key-pattern",
  category: "wire",
  on: true,
  severity: "warning",
  title: "A wildcard in the routing key of a published event",
  why: "In a message's key, * and # are literal characters: bindings to the intended keys do not match it, and consumers, which bind to the key as a pattern, also receive other events.",
  fix: 'Use a placeholder such as {region} where keys differ, otherwise a key without * and #; wildcards belong in "bind".',
  examples: {
    invalid: [
      { "order_paid/event.json": { routingKey: "order.*.paid" }, "order_paid/v1.json": { type: "object" } },
      {
        "order_paid/event.json": {
          routingKey: "order.#",
          exchange: { name: "orders", type: "direct" },
        },
        "order_paid/v1.json": { type: "object" },
      },
      { "order_#/v1.json": { type: "object" } },
      {
        "order_paid/event.json": { routingKey: "order.{region}.*" },
        "order_paid/v1.json": { type: "object" },
      },
    ],
    valid: [
      { "order_paid/event.json": { routingKey: "order.eu.paid" }, "order_paid/v1.json": { type: "object" } },
      {
        "order_paid/event.json": { routingKey: "order.{region}.paid" },
        "order_paid/v1.json": { type: "object" },
      },
      {
        "order_paid/event.json": { routingKey: "#", exchange: { name: "orders", type: "fanout" } },
        "order_paid/v1.json": { type: "object" },
      },
    ],
  },
  judge: graded("routing-key-pattern"),
};
