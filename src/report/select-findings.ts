import { createHash } from "node:crypto";
import type { Finding, Severity } from "../findings/finding.js";
import type { Report } from "./report.js";

/** Findings grouped by what a reader does with them, each group in the report's order. */
export interface FindingGroups {
  /** Findings to look at. */
  readonly open: readonly Finding[];
  /** Changes that break nothing, for information. */
  readonly harmless: readonly Finding[];
  /** Accepted in `review.json`. */
  readonly accepted: readonly Finding[];
}

/** Sorts a report's findings into {@link FindingGroups}. */
export function groupFindings({ findings }: Pick<Report, "findings">): FindingGroups {
  const accepted = findings.filter(isAccepted);
  const breaks = (finding: Finding): boolean =>
    (finding.review?.breaks.length ?? 0) > 0 && !isAccepted(finding);
  const breaking = new Set(findings.filter(breaks).flatMap(goneOf));
  const isSafe = (finding: Finding): boolean =>
    isHarmless(finding) && !(goes.has(finding.rule) && goneOf(finding).some((each) => breaking.has(each)));
  return {
    open: findings.filter((finding) => !isAccepted(finding) && !isSafe(finding)),
    harmless: findings.filter((finding) => !isAccepted(finding) && isSafe(finding)),
    accepted,
  };
}

/**
 * Rules about a removed property: if it was required, another finding reports the break, and this one is part of it.
 */
const goes: ReadonlySet<string> = new Set(["property-removed", "property-renamed"]);

/** The property that a finding concerns, in its version. */
function goneOf({ review }: Finding): string[] {
  const { event, version, target } = review ?? {};
  return target?.kind === "property" ? [JSON.stringify([event, version, target.path])] : [];
}

/** Whether the finding is accepted in `review.json`. */
export function isAccepted({ review }: Finding): boolean {
  return review?.accepted !== undefined;
}

function isHarmless({ severity, review }: Finding): boolean {
  return severity === "info" && review !== undefined && review.breaks.length === 0;
}

/** Whether a finding makes the command fail. */
export function fails(finding: Finding, { failOn }: Pick<Report, "failOn">): boolean {
  return !isAccepted(finding) && rank[finding.severity] >= rank[failOn];
}

const rank: Readonly<Record<Severity, number>> = { info: 0, warning: 1, error: 2 };

/** The worst first, otherwise in the report's order. */
export function worstFirst(findings: readonly Finding[]): Finding[] {
  return findings.toSorted((a, b) => rank[b.severity] - rank[a.severity]);
}

/** Identifies a finding for tools that track it; loader findings have no fingerprint of their own. */
export function fingerprintOf({ fingerprint, rule, file, pointer = "", message }: Finding): string {
  if (fingerprint !== undefined) return fingerprint;
  const said = JSON.stringify([rule, file, pointer, message]);
  return createHash("sha256").update(said).digest("hex").slice(0, 16);
}
