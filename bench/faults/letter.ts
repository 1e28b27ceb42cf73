import type { OrderCancelledV1 } from "../../generated/index.js";

/** What all clients publish and consume: `order_cancelled` v1 of this repository's contract. */
export function letter(orderId: string): OrderCancelledV1 {
  return { orderId, cancelledBy: "customer", reason: "changedMind", cancelledAt: "2026-01-01T12:00:00Z" };
}

/** Order ids `o-<first>` and so on. */
export function orderIds(count: number, first = 1): readonly string[] {
  return Array.from({ length: count }, (_, index) => `o-${first + index}`);
}

/** In the body of the malformed message, so that the proxy can count its deliveries. */
export const marker = "malformed-by-the-trial";
