import { count } from "../code/count.js";
import type { Finding } from "./finding.js";

/** `3 errors and 1 warning`. */
export function countFindings(findings: readonly Finding[]): string {
  const counts = (["error", "warning"] as const).flatMap((severity) => {
    const number = findings.filter((finding) => finding.severity === severity).length;
    return number === 0 ? [] : [count(number, severity)];
  });
  return counts.join(" and ");
}
