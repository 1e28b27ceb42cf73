import { applyEdits, modify, parse } from "jsonc-parser";
import { pascalCase } from "../contract/names.js";

const dialect = "https://json-schema.org/draft/2020-12/schema";

/** The files of a first contract: small, and with one of everything that a team needs to see. */
export function firstFiles(): Map<string, string> {
  const amount = { amount: 1250, currency: "EUR" };
  return new Map([
    [
      "contract.json",
      print({
        $schema: "../node_modules/rabbitgen/json-schemas/contract.schema.json",
        exchange: { name: "events", type: "topic" },
        services: {
          "svc-order": { publishes: ["order_paid"] },
          "svc-billing": {
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

/** The first version of a new event: an object with one property, to be replaced. */
export function firstVersion(folder: string): string {
  return print({
    $schema: dialect,
    title: pascalCase(folder),
    description: "What has happened, in one sentence.",
    type: "object",
    properties: {
      id: { description: "What this event is about.", type: "string", minLength: 1 },
      occurredAt: { description: "When it happened.", type: "string", format: "date-time" },
    },
    required: ["id"],
  });
}

/** A version file's text as the next version: the same, except that an `$id` must not be claimed twice. */
export function nextVersion(text: string, from: string, to: string): string {
  const { $id } = (parse(text) ?? {}) as { $id?: unknown };
  if (typeof $id !== "string") return text;
  const renamed = $id.replace(new RegExp(`\\b${from}\\b`), to);
  const options = { formattingOptions: { insertSpaces: true, tabSize: 2 } };
  return applyEdits(text, modify(text, ["$id"], renamed === $id ? undefined : renamed, options));
}

function print(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
