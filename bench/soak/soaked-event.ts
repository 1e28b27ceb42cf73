import { placed } from "../../demo/orders.js";
import type { OrderPlacedV2 } from "../../generated/index.js";

/** The event with this id. */
export function soakedEvent(id: number): OrderPlacedV2 {
  return placed(`o-${id}`, "2026-01-01T12:00:00Z");
}

/** The id of an order; `NaN` of one that is not ours. */
export function idOf(orderId: string): number {
  return Number(orderId.replace(/^o-/, ""));
}

/** What the handler does with an event: 4 % fail at their first attempt, 3 ‰ are rejected; spread over the ids. */
export function fateOf(id: number): "succeeds" | "fails once" | "rejected" {
  const draw = (Math.imul(id + 1, 0x9e3779b1) >>> 0) % 1_000;
  if (draw < 3) return "rejected";
  return draw < 43 ? "fails once" : "succeeds";
}
