import type { Rabbit } from "../generated/index.js";
import type { Journal } from "./journal.js";

/** Records in the journal what the SDK reports about a service's deliveries; a real service writes logs and metrics. */
export function recordFailures(journal: Journal, service: string, rabbit: Rabbit): void {
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
