import { randomUUID } from "node:crypto";
import { type EventVersion, InvalidEventError, PublishError, type Publisher } from "../generated/index.js";
import type { Journal } from "./journal.js";

/** Publishes an event of one version, records it in the journal, and resolves to the message id. */
export type Publish<Payload> = (event: Payload) => Promise<string>;

/** A publisher whose publishes are recorded in the journal. */
export function recordPublishes<Payload extends { readonly orderId: string }>(
  journal: Journal,
  version: EventVersion<string, string, Payload>,
  publisher: Publisher<Payload>,
): Publish<Payload> {
  const from = "svc-order";
  const { event, exchange, routingKey } = version;
  return async (payload) => {
    const messageId = randomUUID();
    journal.introduce(messageId, { from, event, version: version.version, orderId: payload.orderId });
    const start = performance.now();
    try {
      const confirmed = publisher.publish(payload, { messageId });
      await Promise.race([confirmed, undefined]); // an invalid event rejects here: nothing was written
      journal.note(messageId, from, "published", `exchange ${exchange.name}, routing key ${routingKey}`);
      await confirmed;
      journal.note(
        messageId,
        from,
        "confirmed",
        `by the broker, after ${(performance.now() - start).toFixed(1)} ms`,
      );
    } catch (error) {
      if (!(error instanceof PublishError)) throw error;
      const why =
        error instanceof InvalidEventError
          ? error.failures.map(({ path, message }) => `${path || "(the event)"} ${message}`)
          : [error.message];
      journal.note(messageId, from, "refused", `${error.name}, certainty: ${error.certainty}`, why);
    }
    return messageId;
  };
}
