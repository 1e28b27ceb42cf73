import type { Finding } from "../findings/finding.js";

/**
 * The findings that code uses in the same places as the finding with uses before them: both halves of a rename, for
 * example. A report that is read from top to bottom lists such places once.
 */
export function repeatedUses(findings: readonly Finding[]): ReadonlySet<Finding> {
  const repeated = new Set<Finding>();
  let before = "";
  for (const finding of findings) {
    const uses = finding.review?.uses ?? [];
    if (uses.length === 0) continue;
    const places = JSON.stringify(uses);
    if (places === before) repeated.add(finding);
    before = places;
  }
  return repeated;
}
