import type { Certainty } from "../../generated/index.js";

/** The task of the publisher's process, passed when it starts. */
export interface PublisherTask {
  readonly url: string;
  readonly events: number;
  /** Publishes without an answer at a time. */
  readonly inFlight: number;
}

/** The task of a consumer's process, passed when it starts. */
export interface ConsumerTask {
  readonly url: string;
  readonly queue: string;
  readonly prefetch: number;
  /** Milliseconds of the longest handler. */
  readonly workMs: number;
}

/** Messages from the processes to the one that keeps the account. */
export type Report =
  /** It consumes; a publisher does not send this. */
  | { readonly kind: "ready" }
  | { readonly kind: "reconnected" }
  /** Handlings, packed. */
  | { readonly kind: "handled"; readonly items: readonly number[] }
  | { readonly kind: "dead-lettered"; readonly items: readonly number[] }
  | { readonly kind: "confirmed"; readonly items: readonly number[] }
  /** In flight when the publisher's channel was lost. */
  | { readonly kind: "interrupted"; readonly items: readonly number[] }
  | { readonly kind: "rejected"; readonly id: number; readonly certainty: Certainty };
