import { pascalCase } from "../code/names.js";
import { printedJson } from "../code/printed-json.js";

const dialect = "https://json-schema.org/draft/2020-12/schema";

/** The files of a first contract: small, and with one of everything that a team needs to see. */
export function firstFiles(indentation = "  "): Map<string, string> {
  const print = (value: unknown): string => printedJson(value, indentation);
  const amount = { amount: 1250, currency: "EUR" };
  return new Map([
    [
      "contract.json",
      print({
        $schema: "../node_modules/rabbitgen/json-schemas/contract.schema.json",
        exchange: { name: "events", type: "topic" },
        services: {
          "svc-order": {
            $comment:
              'Its events travel in the virtual host of the connection\'s URL. "vhost": "/svc-order" here gives them their own, to which their consumers then connect.',
            description: "Takes orders and announces their payment.",
            publishes: { order_paid: ["v1"] },
          },
          "svc-billing": {
            description: "Bills paid orders.",
            consumes: { order_paid: { versions: ["v1"], queue: { name: "svc-billing.order_paid" } } },
          },
        },
      }),
    ],
    [
      "_shared/money.json",
      print({
        $schema: dialect,
        description: "An amount of money in the currency's smallest unit.",
        type: "object",
        properties: {
          amount: { description: "In the smallest unit: 1250 is 12.50 EUR.", type: "integer", minimum: 0 },
          currency: { description: "ISO 4217 code.", type: "string", pattern: "^[A-Z]{3}$" },
        },
        required: ["amount", "currency"],
      }),
    ],
    [
      "order_paid/event.json",
      print({ description: "A customer's payment for an order has arrived.", owner: "team-payments" }),
    ],
    [
      "order_paid/v1.json",
      print({
        $schema: dialect,
        type: "object",
        properties: {
          orderId: { description: "The order that was paid.", type: "string", minLength: 1, maxLength: 64 },
          total: { $ref: "../_shared/money.json", description: "What was paid." },
          paidAt: { description: "When the payment arrived.", type: "string", format: "date-time" },
        },
        required: ["orderId", "total"],
      }),
    ],
    [
      "order_paid/examples/v1/valid/paid.json",
      print({ orderId: "o-1", total: amount, paidAt: "2026-01-31T12:00:00Z" }),
    ],
    ["order_paid/examples/v1/invalid/no-total.json", print({ orderId: "o-1" })],
  ]);
}

/** The first files of a new event, by path below its folder: a schema with two properties, to be replaced. */
export function firstEventFiles(folder: string, label: string): ReadonlyMap<string, unknown> {
  return new Map<string, unknown>([
    [
      label,
      {
        $schema: dialect,
        title: pascalCase(folder),
        description: "What happened, in one sentence.",
        type: "object",
        properties: {
          id: { description: "What this event is about.", type: "string", minLength: 1 },
          occurredAt: { description: "When it happened.", type: "string", format: "date-time" },
        },
        required: ["id"],
      },
    ],
    ["event", { description: "What happened, in one sentence." }],
    [`examples/${label}/valid/first`, { id: "1", occurredAt: "2026-01-31T12:00:00Z" }],
  ]);
}
