import type { Finding } from "../findings/finding.js";

/**
 * Of what the present schemas break of an earlier state, what concerns its messages: they may still be queued, though
 * the base has moved on. What the base's own comparison says is not said again.
 */
export function earlierFindings(
  state: string,
  compared: readonly Finding[],
  known: readonly Finding[],
): readonly Finding[] {
  const reported = new Set(known.filter(breaksOldMessages).map(({ fingerprint }) => fingerprint));
  return compared.flatMap((finding) => {
    const { fingerprint, review, rule } = finding;
    if (rule === "base-unreadable") return [finding];
    const breaks = review?.breaks.filter(({ direction }) => direction === "backward") ?? [];
    if (review === undefined || breaks.length === 0 || reported.has(fingerprint)) return [];
    const notes = [`messages as of ${state} may still be queued`, ...(review.notes ?? [])];
    return [{ ...finding, review: { ...review, breaks, notes } }];
  });
}

/** A change may break messages of an earlier state but none of the base, if the base's version was never published. */
function breaksOldMessages({ review }: Finding): boolean {
  return review?.breaks.some(({ direction }) => direction === "backward") ?? false;
}
