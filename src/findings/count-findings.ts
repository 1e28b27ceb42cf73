import type { Finding } from "./finding.js";

/** `3 errors and 1 warning`. */
export function countFindings(findings: readonly Finding[]): string {
  const counts = (["error", "warning"] as const).flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return count === 0 ? [] : [`${count} ${severity}${count === 1 ? "" : "s"}`];
  });
  return counts.join(" and ");
}
