import { createHash } from "node:crypto";
import type { Finding, Severity } from "../finding.js";
import type { Report } from "./report.js";

/** Findings by what a reader does with them, each group in the report's order. */
export interface FindingGroups {
  /** To be looked at. */
  readonly open: readonly Finding[];
  /** Changes that break nothing, only told. */
  readonly harmless: readonly Finding[];
  /** Accepted in `review.json`. */
  readonly accepted: readonly Finding[];
}

/** Sorts a report's findings into {@link FindingGroups}. */
export function groupFindings({ findings }: Pick<Report, "findings">): FindingGroups {
  const accepted = findings.filter(isAccepted);
  const harmless = findings.filter((finding) => !isAccepted(finding) && isHarmless(finding));
  return {
    open: findings.filter((finding) => !isAccepted(finding) && !isHarmless(finding)),
    harmless,
    accepted,
  };
}

/** Whether `review.json` says that the finding is known. */
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

/** The worst first, else in the report's order. */
export function worstFirst(findings: readonly Finding[]): Finding[] {
  return findings.toSorted((a, b) => rank[b.severity] - rank[a.severity]);
}

/** Names a finding for tools that follow it; the loader's findings have none of their own. */
export function fingerprintOf({ fingerprint, rule, file, pointer = "", message }: Finding): string {
  if (fingerprint !== undefined) return fingerprint;
  const said = JSON.stringify([rule, file, pointer, message]);
  return createHash("sha256").update(said).digest("hex").slice(0, 16);
}
