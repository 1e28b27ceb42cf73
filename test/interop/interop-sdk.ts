import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect } from "vitest";
import type { ConnectOptions, EventFamily, EventVersion, Rabbit } from "../../runtime/index.js";
import { compile } from "../support/compile.js";
import { runCli } from "../support/run-cli.js";
import { tempFolder } from "../support/temp-folder.js";

/** Every payload of this contract has an `orderId`. */
export interface Payment extends Readonly<Record<string, unknown>> {
  readonly orderId: string;
}

/** A version of an event in this contract. */
export type PaymentVersion<Name extends string = string, Version extends string = string> = EventVersion<
  Name,
  Version,
  Payment
>;

type Family<Name extends string> = EventFamily<
  Name,
  { readonly v1: PaymentVersion<Name, "v1">; readonly v2: PaymentVersion<Name, "v2"> }
>;

/** What the test uses of the generated SDK. */
export interface InteropSdk {
  connect(options: ConnectOptions): Promise<Rabbit>;
  readonly orderPaid: Family<"order_paid">;
  readonly orderPaidV1: PaymentVersion<"order_paid", "v1">;
  readonly orderPaidV2: PaymentVersion<"order_paid", "v2">;
  readonly refundMade: Family<"refund_made">;
  readonly refundMadeV1: PaymentVersion<"refund_made", "v1">;
  readonly refundMadeV2: PaymentVersion<"refund_made", "v2">;
}

const orderId = { type: "string", minLength: 1 };
const money = {
  type: "object",
  properties: { amount: { type: "integer" }, currency: { type: "string", pattern: "^[A-Z]{3}$" } },
  required: ["amount", "currency"],
};

/** Generates and compiles an SDK with one event in headers and one in a body envelope, of two versions each. */
export async function interopSdk(exchange: string): Promise<InteropSdk> {
  const object = (properties: object, ...required: string[]) => ({ type: "object", properties, required });
  const folder = tempFolder({
    "schemas/contract.json": { exchange: { name: exchange, type: "topic" } },
    "schemas/order_paid/event.json": { routingKey: "order.paid", envelope: "headers" },
    "schemas/order_paid/v1.json": object({ orderId, total: { type: "number" } }, "orderId", "total"),
    "schemas/order_paid/v2.json": object({ orderId, total: money }, "orderId", "total"),
    "schemas/refund_made/event.json": { routingKey: "refund.made", envelope: "body" },
    "schemas/refund_made/v1.json": object({ orderId, amount: { type: "number" } }, "orderId", "amount"),
    "schemas/refund_made/v2.json": object(
      { orderId, amount: money, note: { type: "string" } },
      "orderId",
      "amount",
    ),
  });
  const generated = await runCli(folder, ["generate", "--out", "sdk"]);
  expect(generated.code, generated.err).toBe(0);
  await compile(folder);
  const path = pathToFileURL(join(folder, "build", "sdk", "index.js")).href;
  return (await import(/* @vite-ignore */ path)) as InteropSdk;
}
