import type { Finding } from "../finding.js";
import { together } from "./services.js";

/** One finding for each place and sentence: what several event versions refer to is changed once. */
export function mergeFindings(findings: readonly Finding[]): Finding[] {
  const merged = new Map<string, Finding>();
  for (const finding of findings) {
    const key = finding.fingerprint ?? "";
    const first = merged.get(key);
    merged.set(key, first === undefined ? finding : joined(first, finding));
  }
  return [...merged.values()];
}

const rank = { error: 2, warning: 1, info: 0 } as const;

/** The first one tells the proof; a worse one takes its place. */
function joined(first: Finding, next: Finding): Finding {
  const [main, other] = rank[next.severity] > rank[first.severity] ? [next, first] : [first, next];
  const { review } = main;
  if (review === undefined || other.review === undefined) return main;
  const also = together(review.also ?? [], other.review.also ?? [], [nameOf(other)]);
  return {
    ...main,
    review: {
      ...review,
      services: together(review.services, other.review.services),
      also: also.filter((name) => name !== nameOf(main)),
    },
  };
}

function nameOf({ review }: Finding): string {
  return [review?.event, review?.version].filter((part) => part !== undefined).join(" ");
}
