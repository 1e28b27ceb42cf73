import { realpathSync } from "node:fs";
import { resolve } from "node:path";
import { loadContract } from "../contract/load-contract.js";
import { packageVersion } from "../files/package-files.js";
import { compareFindings, type Finding } from "../findings/finding.js";
import { repositoryPlace } from "../git/repository-place.js";
import { lintContract, ungradedFindings } from "../lint/lint-contract.js";
import { readLintSettings } from "../lint/lint-settings.js";
import { lintRules } from "../lint/rules.js";
import type { Report } from "../report/report.js";
import { fails, fingerprintOf } from "../report/select-findings.js";
import { applyApprovals } from "../review/approvals.js";
import { loaderRules } from "../rules/loader/loader-rules.js";
import type { ExitCode, Io } from "./io.js";
import { noEvents, readSchemas } from "./load-folder.js";
import { reportLinks } from "./report-links.js";
import { type Wanted, writeReports } from "./report-options.js";
import { UsageError } from "./usage-error.js";

/** The options of `rabbitgen lint` as the command line gives them. */
export interface LintFlags {
  readonly schemas: string;
  readonly failOn: Report["failOn"];
  readonly format?: readonly Wanted[];
}

/** Lints a schemas folder and reports what it finds; ends with 2 when it has errors, so that not all could be judged. */
export async function lintFolder(io: Io, flags: LintFlags): Promise<ExitCode> {
  const { schemas, failOn } = flags;
  const folder = readSchemas(io, schemas);
  const loaded = await loadContract(folder.files, { unread: folder.findings });
  const settings = readLintSettings(loaded.sources.get("contract.json"));
  const judged = lintContract(loaded, { settings, today: io.today });
  const found = [...folder.findings, ...ungradedFindings(loaded), ...judged].map(acceptable);
  const approvals = { today: io.today, isPartial: true };
  const findings = [...applyApprovals(found, loaded.sources.get("review.json"), approvals)].sort(
    compareFindings,
  );
  const isError = ({ severity }: Finding): boolean => severity === "error";
  const isBroken = folder.findings.some(isError) || (loaded.contract === undefined && findings.some(isError));
  const events = loaded.contract?.events ?? [];
  if (!isBroken && events.length === 0) throw new UsageError(noEvents(schemas));
  const place = await repositoryPlace({ folder: realpathSync(resolve(io.cwd, schemas)), env: io.env });
  const report: Report = {
    command: "lint",
    version: packageVersion(),
    findings,
    rules: new Map([...lintRules, ...loaderRules].map((rule) => [rule.id, rule])),
    folder: schemas,
    repositoryFolder: place?.prefix ?? schemas,
    counts: { events: events.length, versions: events.flatMap(({ versions }) => versions).length },
    failOn,
    failed: findings.some((finding) => fails(finding, { failOn })),
    textOf: (file) => folder.files.get(file),
    ...reportLinks(io.env, undefined),
  };
  const code = await writeReports(io, report, flags.format);
  return isBroken ? 2 : code;
}

/** Findings of the loader that are not errors can be accepted by fingerprint too. */
function acceptable(finding: Finding): Finding {
  return finding.severity === "error" ? finding : { ...finding, fingerprint: fingerprintOf(finding) };
}
