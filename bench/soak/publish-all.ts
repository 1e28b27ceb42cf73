import type { Certainty } from "../../generated/index.js";

/** Receives the outcome of each event that is published. */
export interface PublishingSink {
  confirmed(id: number): void;
  rejected(id: number, certainty: Certainty): void;
}

/**
 * Publishes an event for each id, a limited number at a time, until there is no `next` one. Settles when every
 * publish has; rejects with any error other than a `PublishError`.
 */
export async function publishAll(
  next: () => number | undefined,
  inFlight: number,
  publish: (id: number) => Promise<unknown>,
  sink: PublishingSink,
): Promise<void> {
  async function publishInTurn(): Promise<void> {
    for (let id = next(); id !== undefined; id = next()) {
      try {
        await publish(id);
        sink.confirmed(id);
      } catch (error) {
        if (!hasCertainty(error)) throw error;
        sink.rejected(id, error.certainty);
      }
    }
  }
  await Promise.all(Array.from({ length: inFlight }, publishInTurn));
}

/** By its shape, for SDKs other than this repository's too. */
function hasCertainty(error: unknown): error is Error & { readonly certainty: Certainty } {
  return error instanceof Error && "certainty" in error;
}
