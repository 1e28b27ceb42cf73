import type { Log, ReportingDescriptor, Result, Run } from "sarif";
import { visibleJson } from "../code/visible.js";
import type { Finding, Severity } from "../findings/finding.js";
import type { RuleDoc } from "../rules/rule.js";
import type { Report, Reporter } from "./report.js";
import { locations, relatedLocations } from "./sarif-locations.js";
import { sarifText } from "./sarif-text.js";
import { fingerprintOf } from "./select-findings.js";
import { shortDetails, until } from "./summarize.js";

/** SARIF 2.1.0, for GitHub's code scanning and other tools. */
export const sarif: Reporter = (report) => {
  const { command, version, findings } = report;
  const rules = [...new Set(findings.map(({ rule }) => rule))].sort();
  const run: Run = {
    tool: {
      driver: {
        name: "rabbitgen",
        semanticVersion: version,
        rules: rules.map((id) => ruleOf(id, report.rules.get(id))),
      },
    },
    // with a trailing slash the whole text is the category, and runs have no name
    automationDetails: { id: `rabbitgen/${command}/` },
    originalUriBaseIds: { "%SRCROOT%": { description: { text: "The root of the repository." } } },
    columnKind: "utf16CodeUnits",
    results: findings.map((finding) => resultOf(finding, rules.indexOf(finding.rule), report)),
  };
  const log: Log = { $schema: schema, version: "2.1.0", runs: [run] };
  return `${visibleJson(log)}\n`;
};

const schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

const levels = { error: "error", warning: "warning", info: "note" } as const satisfies Record<
  Severity,
  string
>;

function ruleOf(id: string, doc: RuleDoc | undefined): ReportingDescriptor {
  if (doc === undefined) return { id, shortDescription: sarifText(id) };
  return {
    id,
    shortDescription: sarifText(doc.title),
    fullDescription: sarifText(doc.why),
    help: sarifText(doc.fix),
    defaultConfiguration: { level: levels[doc.severity] },
    properties: { tags: [doc.category] },
  };
}

function resultOf(finding: Finding, ruleIndex: number, report: Report): Result {
  const { rule, severity, message, help, review } = finding;
  const related = relatedLocations(finding, report);
  const accepted = review?.accepted;
  return {
    ruleId: rule,
    ruleIndex,
    level: levels[severity],
    message: sarifText([message, ...shortDetails(finding), ...(help === undefined ? [] : [help])].join("\n")),
    locations: locations(finding, report),
    ...(related.length === 0 ? {} : { relatedLocations: related }),
    partialFingerprints: { "rabbitgenFingerprint/v1": fingerprintOf(finding) },
    // either every result has the array, or none has: an empty one means "not suppressed"
    suppressions:
      accepted === undefined
        ? []
        : [{ kind: "external", status: "accepted", justification: `${accepted.reason}${until(accepted)}` }],
    ...(review === undefined ? {} : { properties: propertiesOf(review) }),
  };
}

function propertiesOf(review: NonNullable<Finding["review"]>): Record<string, unknown> {
  const { event, version, breaks, rollout, services, publishers } = review;
  return { event, version, breaks, rollout, services, publishers };
}
