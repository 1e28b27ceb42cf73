import { visible, visibleJson } from "../code/visible.js";
import type { Finding } from "../findings/finding.js";
import { pathIn } from "../findings/place-text.js";
import type { Report, Reporter } from "./report.js";
import { fingerprintOf, isAccepted } from "./select-findings.js";
import { shortDetails } from "./summarize.js";

/** The Code Quality report that GitLab shows in a merge request. */
export const gitlab: Reporter = (report) =>
  `${visibleJson(report.findings.map((finding) => issue(finding, report)))}\n`;

function issue(finding: Finding, { repositoryFolder }: Report): unknown {
  const { file, range, rule, message, review } = finding;
  return {
    description: [visible(message), ...shortDetails(finding)].join("; "),
    check_name: rule,
    fingerprint: fingerprintOf(finding),
    severity: severityOf(finding),
    location: {
      path: pathIn(repositoryFolder, file),
      // the line of a removed item is a line of the base
      lines: { begin: review?.gone === true ? 1 : (range?.line ?? 1) },
    },
  };
}

/** GitLab has five severities: a proven break is worse than an error without one. */
function severityOf(finding: Finding): "info" | "minor" | "major" | "critical" {
  if (isAccepted(finding) || finding.severity === "info") return "info";
  if (finding.severity === "warning") return "minor";
  const proved = finding.review?.breaks.some(({ verdict }) => verdict === "refuted") ?? false;
  return proved ? "critical" : "major";
}
