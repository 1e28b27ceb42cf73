import type { Rabbit } from "../generated/index.js";
import type { Journal } from "./journal.js";

/** Tells the journal what the SDK reports of a service's deliveries; in a real service this goes to logs and metrics. */
export function tellFailures(journal: Journal, service: string, rabbit: Rabbit): void {
  rabbit.on("retry", ({ messageId, attempt, delayMs, cause }) => {
    journal.note(
      messageId,
      service,
      "retried",
      `attempt ${attempt}: ${cause.message}; again in ${delayMs} ms`,
    );
  });
  rabbit.on("dead-letter", ({ messageId, reason, cause }) => {
    journal.note(messageId, service, "dead-lettered", `${reason}: ${cause.message}`);
  });
}
