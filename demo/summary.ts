import type { Happening, Step, Subject } from "./journal.js";

const counted = [
  "published",
  "confirmed",
  "refused",
  "handled",
  "retried",
  "dead-lettered",
] as const satisfies Step[];

/** How often each step happened, by event version: a head, a row for each, and the sums. */
export function summary(subjects: readonly Subject[], happenings: readonly Happening[]): readonly string[][] {
  const kinds = [...new Set(subjects.map(kindOf))].sort();
  const count = (step: Step, kind?: string): string => {
    const matching = happenings.filter(
      ({ subject, ...one }) =>
        one.step === step && subject && (kind === undefined || kindOf(subject) === kind),
    );
    return matching.length === 0 ? "·" : String(matching.length);
  };
  return [
    ["", ...counted],
    ...kinds.map((kind) => [kind, ...counted.map((step) => count(step, kind))]),
    ["all", ...counted.map((step) => count(step))],
  ];
}

function kindOf({ from, event, version }: Subject): string {
  return `${event} ${version}${from === "svc-order" ? "" : ` of ${from}`}`;
}
