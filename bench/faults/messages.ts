import type { Receipt } from "./client.js";
import type { Site } from "./site.js";

/** How the child's handler ends: at once, at once with an error, or on request. */
export type Mode = "return" | "throw" | "hold";

/** What the parent asks of the child, which answers each order once. */
export type Order =
  | { readonly kind: "connect"; readonly site: Site }
  | { readonly kind: "consume"; readonly mode: Mode }
  | { readonly kind: "publish"; readonly orderId: string; readonly exchange: string }
  /** Ends these held handlers. */
  | { readonly kind: "settle"; readonly serials: readonly number[] }
  /** How handlers that start from now on end. */
  | { readonly kind: "mode"; readonly mode: Mode }
  /** Ends these held handlers and closes the client in the same tick. */
  | { readonly kind: "settle-and-close"; readonly serials: readonly number[] };

/** One call of the child's handler. */
export interface Delivery {
  /** From 1, in the order of the calls. */
  readonly serial: number;
  readonly orderId: string | undefined;
}

/** Messages from the child to the parent. */
export type Report =
  | { readonly kind: "answer"; readonly order: number; readonly answer: Answer }
  | { readonly kind: "delivered"; readonly deliveries: readonly Delivery[] };

/** The outcome of an order, as the client reported it to its caller. */
export type Answer =
  | { readonly kind: "done"; readonly receipt?: Receipt }
  | { readonly kind: "failed"; readonly error: string };
