import type { OrderPlacedV1 } from "../../generated/index.js";

/** A valid order as a service sends it, with about the given number of bytes of JSON. */
export function orderOfBytes(bytes: number): OrderPlacedV1 {
  const item: OrderPlacedV1["items"][number] = {
    sku: "MUG-0042",
    name: "Mug, blue, 300 ml",
    quantity: 2,
    unitPrice: { amount: 1250, currency: "EUR" },
  };
  const base: OrderPlacedV1 = {
    orderId: "o-1001",
    customerId: "c-42",
    items: [item],
    total: { amount: 2500, currency: "EUR" },
    placedAt: "2026-11-23T09:30:00Z",
  };
  const size = (event: unknown): number => JSON.stringify(event).length;
  const more = Math.max(0, Math.round((bytes - size(base)) / (size(item) + 1)));
  return { ...base, items: [item, ...Array.from({ length: more }, () => item)] };
}
