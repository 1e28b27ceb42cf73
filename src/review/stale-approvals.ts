import { loadContract } from "../contract/load-contract.js";
import type { Folder } from "../files/read-folder.js";
import type { Finding } from "../findings/finding.js";
import { lintContract } from "../lint/lint-contract.js";
import { readLintSettings } from "../lint/lint-settings.js";
import { fingerprintAt } from "./apply-approvals.js";
import type { Side } from "./review-rule.js";

/**
 * Findings of a review without those about entries of `review.json` that accept something all the same: a finding of an
 * earlier state, or one of lint. The schemas are only linted where such an entry is left.
 */
export async function withoutOtherApprovals(
  findings: readonly Finding[],
  { sources }: Side,
  { files, today }: Pick<Folder, "files"> & { readonly today: string },
): Promise<readonly Finding[]> {
  const known = new Set(findings.map(({ fingerprint }) => fingerprint));
  const isOpen = ({ rule, pointer }: Finding): boolean =>
    rule === "approval-stale" && !known.has(fingerprintAt(sources.get("review.json"), pointer));
  if (findings.some(isOpen)) {
    const loaded = await loadContract(files);
    const settings = readLintSettings(loaded.sources.get("contract.json"));
    for (const { fingerprint } of lintContract(loaded, { settings, today })) known.add(fingerprint);
  }
  return findings.filter((finding) => finding.rule !== "approval-stale" || isOpen(finding));
}
