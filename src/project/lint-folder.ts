import { realpathSync } from "node:fs";
import { resolve } from "node:path";
import { loadContract } from "../contract/load-contract.js";
import { packageVersion } from "../files/package-files.js";
import { compareFindings, type Finding } from "../findings/finding.js";
import { UsageError } from "../findings/usage-error.js";
import { repositoryLinks } from "../git/repository-links.js";
import { repositoryPlace } from "../git/repository-place.js";
import { lintContract, ungradedFindings } from "../lint/lint-contract.js";
import { lintRules } from "../lint/lint-rules.js";
import { readLintSettings } from "../lint/lint-settings.js";
import type { Report } from "../report/report.js";
import { fails, fingerprintOf } from "../report/select-findings.js";
import { applyApprovals } from "../review/apply-approvals.js";
import { loaderRules } from "../rules/loader/loader-rules.js";
import { noEvents, readSchemas } from "./load-folder.js";
import { type Surroundings, surroundingsOf } from "./surroundings.js";

/** What is linted. */
export interface LintFolderOptions extends Partial<Surroundings> {
  /** The schemas folder; default `schemas`. */
  readonly schemas?: string;
  /** The least severity that makes the report a failed one; default `warning`. */
  readonly failOn?: Report["failOn"];
}

/** What linting gives. */
export interface LintedFolder {
  readonly report: Report;
  /** Whether the schemas have errors, so that not everything could be judged. */
  readonly isBroken: boolean;
}

/**
 * Judges a schemas folder by the rules of `rabbitgen lint`, with what `contract.json` says of them and `review.json`
 * accepts. Rejects with `UsageError` for a folder that is not there, or has no event.
 */
export async function lintFolder(options: LintFolderOptions = {}): Promise<LintedFolder> {
  const { schemas = "schemas", failOn = "warning" } = options;
  const { cwd, env, today } = surroundingsOf(options);
  const folder = readSchemas({ cwd }, schemas);
  const loaded = await loadContract(folder.files, { unread: folder.findings });
  const settings = readLintSettings(loaded.sources.get("contract.json"));
  const judged = lintContract(loaded, { settings, today });
  const found = [...folder.findings, ...ungradedFindings(loaded), ...judged].map(acceptable);
  const approvals = { today, isPartial: true };
  const findings = [...applyApprovals(found, loaded.sources.get("review.json"), approvals)].sort(
    compareFindings,
  );
  const isError = ({ severity }: Finding): boolean => severity === "error";
  const isBroken = folder.findings.some(isError) || (loaded.contract === undefined && findings.some(isError));
  const events = loaded.contract?.events ?? [];
  if (!isBroken && events.length === 0) throw new UsageError(noEvents(schemas));
  const place = await repositoryPlace({ folder: realpathSync(resolve(cwd, schemas)), env });
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
    ...repositoryLinks(env, undefined),
  };
  return { report, isBroken };
}

/** Findings of the loader that are not errors can be accepted by fingerprint too. */
function acceptable(finding: Finding): Finding {
  return finding.severity === "error" ? finding : { ...finding, fingerprint: fingerprintOf(finding) };
}
