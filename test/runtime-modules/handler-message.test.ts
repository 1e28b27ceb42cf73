import { expect, test } from "vitest";
import { type Delivery, HandlerCall } from "../../runtime/consume/delivery.js";
import { HandlerMessage } from "../../runtime/consume/delivery-processor.js";
import { orderFamily } from "../support/order-family.js";

test("has a declared header only if it was sent, also one that objects inherit", () => {
  const { v1 } = orderFamily().versions;
  const message = { fields: { redelivered: false }, properties: { headers: { tenant: "acme", other: 1 } } };
  const delivery = { message, messageId: undefined, attempt: 1 } as unknown as Delivery;
  const { headers } = new HandlerMessage(delivery, v1, new HandlerCall(1_000), { tenant: "acme" });
  expect(headers["constructor"]).toBeUndefined();
  expect("toString" in headers).toBe(false);
  expect(headers).toEqual({ tenant: "acme", other: 1 });
});
