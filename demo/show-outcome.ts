import { findProblems } from "./find-problems.js";
import type { Journal } from "./journal.js";
import type { Operator } from "./operator.js";
import type { Screen } from "./screen.js";
import { summary } from "./summary.js";

/** Shows what is in the dead-letter queues and what happened how often, and gives what should be otherwise. */
export async function showOutcome(
  screen: Screen,
  journal: Journal,
  operator: Operator,
): Promise<readonly string[]> {
  const deadLetters = await operator.deadLetters();
  screen.heading("Dead letters: nothing is dropped, and the headers say why");
  screen.table([
    ["queue", "rabbitgen-reason", "rabbitgen-attempts", "rabbitgen-error-message"],
    ...deadLetters.map(({ queue, reason, attempts, error }) => [queue, reason, attempts, error]),
  ]);
  screen.heading("Summary");
  screen.table(summary(journal.subjects, journal.happenings), "numbers");
  const problems = findProblems(journal, deadLetters, await operator.unread());
  if (problems.length > 0) return problems;
  screen.success("each event was handled once, kept as a dead letter, or refused to its publisher");
  screen.text("Read demo/services/billing.ts next, or change a schema and start again.");
  return [];
}
