import type { Journal, Subject } from "./journal.js";
import type { DeadLetter } from "./operator.js";

/** What differs from what has to happen, in one sentence each; none is the outcome that the demo promises. */
export function findProblems(
  journal: Journal,
  deadLetters: readonly DeadLetter[],
  unread: readonly string[],
): readonly string[] {
  const lost = journal.subjects.flatMap((subject) => {
    const ends = journal.happenings
      .filter((one) => one.subject === subject && isEnd(one.step))
      .map(({ step }) => step);
    return ends.length === 1
      ? []
      : [`${name(subject)} must end once, and it ended ${ends.length} times: ${ends.join(", ")}`];
  });
  const expected = ["rejected", "schema-violation"];
  const reasons = deadLetters.map(({ reason }) => reason);
  const wrong =
    JSON.stringify(reasons) === JSON.stringify(expected)
      ? []
      : [`dead letters must be ${expected.join(", ")}, not ${reasons.join(", ") || "none"}`];
  const retried = journal.happenings.filter(({ step }) => step === "retried").length;
  return [
    ...lost,
    ...wrong,
    ...(retried === 1 ? [] : [`one event must be retried once, and there were ${retried} retries`]),
    ...unread.map((queue) => `${queue} still holds a message`),
  ];
}

function isEnd(step: string): boolean {
  return step === "handled" || step === "dead-lettered" || step === "refused";
}

function name({ event, version, orderId }: Subject): string {
  return `${event} ${version} of ${orderId}`;
}
