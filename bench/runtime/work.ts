import type { Measured } from "./measured.js";

/** What the parent asks for; `warmUp` messages go before the `messages` that are measured. */
export type Work =
  | {
      readonly kind: "publish";
      readonly bytes: number;
      readonly inFlight: number;
      readonly warmUp: number;
      readonly messages: number;
    }
  | { readonly kind: "sequential"; readonly bytes: number; readonly messages: number }
  | { readonly kind: "heap"; readonly bytes: number; readonly inFlight: number; readonly messages: number }
  | {
      readonly kind: "consume";
      readonly prefetch: number;
      readonly warmUp: number;
      readonly messages: number;
    };

/** One number for a trial that is not a stream: milliseconds of a publish, or bytes that the heap grew. */
export type Outcome = Measured | number;
