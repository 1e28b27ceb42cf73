import type { Finding, ReviewDetails, Rollout } from "../findings/finding.js";
import { severityRank } from "../findings/severity-rank.js";
import { versionName } from "../findings/version-name.js";
import { together } from "./services.js";

/**
 * One finding for each location and message: a shared definition changes only once, for all event versions that
 * reference it.
 */
export function mergeFindings(findings: readonly Finding[]): Finding[] {
  const merged = new Map<string, Finding>();
  for (const finding of findings) {
    const key = finding.fingerprint ?? "";
    const first = merged.get(key);
    merged.set(key, first === undefined ? finding : joined(first, finding));
  }
  return [...merged.values()];
}

/** The first one provides the proof; a worse one replaces it. */
function joined(first: Finding, next: Finding): Finding {
  const [main, other] =
    severityRank[next.severity] > severityRank[first.severity] ? [next, first] : [first, next];
  const { review } = main;
  if (review === undefined || other.review === undefined) return main;
  // keywords beside the reference may keep one direction from breaking
  const more = other.review.breaks.filter(
    ({ direction }) => !review.breaks.some((each) => each.direction === direction),
  );
  const rollout = bothRollouts(review.rollout, other.review.rollout);
  const also = together(review.also ?? [], other.review.also ?? [], [nameOf(other)]);
  const concerns = together(review.concerns ?? [], other.review.concerns ?? []);
  const services = together(review.services, other.review.services);
  const { publishers: _, ...kept } = review;
  const publishers = services.filter((name) => onlyPublishes(name, review, other.review));
  return {
    ...main,
    review: {
      ...kept,
      breaks: [...review.breaks, ...more],
      ...(rollout === undefined ? {} : { rollout }),
      services,
      ...(publishers.length === 0 ? {} : { publishers }),
      also: also.filter((name) => name !== nameOf(main)),
      ...(concerns.length === 0 ? {} : { concerns }),
    },
  };
}

/** Whether no event of the findings that name the service is one that it consumes. */
function onlyPublishes(service: string, ...reviews: readonly (ReviewDetails | undefined)[]): boolean {
  return reviews.every(
    (review) => !review?.services.includes(service) || (review.publishers ?? []).includes(service),
  );
}

/** A deployment order that fits both; if there is none, a new version is needed. */
function bothRollouts(one: Rollout | undefined, other: Rollout | undefined): Rollout | undefined {
  if (one === other || other === undefined || other === "any-order") return one;
  return one === undefined || one === "any-order" ? other : "new-version";
}

function nameOf({ review }: Finding): string {
  return review?.event === undefined ? "" : versionName(review.event, review.version);
}
