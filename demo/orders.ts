import type {
  LineItem,
  Money,
  OrderPaidV1,
  OrderPaidV2,
  OrderPlacedV2,
  RefundRequestedV1,
} from "../generated/index.js";

const total: Money = { amount: 2990, currency: "EUR" };
const mug: LineItem = { sku: "MUG-0042", name: "Coffee mug, blue", quantity: 2 };

/** A customer ordered two mugs. */
export function placed(orderId: string, now: string): OrderPlacedV2 {
  return {
    orderId,
    customerId: "c-42",
    items: [mug],
    total,
    couponCodes: ["SPRING26", "FREESHIP"],
    placedAt: now,
  };
}

/** A payment as publishers of version 1 describe it. */
export function paidV1(orderId: string, now: string): OrderPaidV1 {
  return { orderId, customer: "c-42", total: 29.9, method: "card", paidAt: now };
}

/** A payment as publishers of version 2 describe it. */
export function paid(orderId: string, now: string, changes: Partial<OrderPaidV2> = {}): OrderPaidV2 {
  const paymentMethod = { type: "wallet", provider: "paypal" } as const;
  return { orderId, customerId: "c-42", total, paymentMethod, paidAt: now, ...changes };
}

/** What the compiler would refuse comes past it in `JSON.parse`, in JavaScript, or with a cast. */
export function wronglyPaid(orderId: string): OrderPaidV2 {
  return JSON.parse(
    `{ "orderId": "${orderId}", "customerId": "42", "total": { "amount": 29.9 }, "discount": 5 }`,
  );
}

/** A refund that a customer requests. */
export function refund(orderId: string, now: string): RefundRequestedV1 {
  const refundId = "7f1f3a5e-9a51-4c53-8e0b-1a3c5d7e9f10";
  return { refundId, orderId, amount: total, reason: "damaged", requestedAt: now };
}
