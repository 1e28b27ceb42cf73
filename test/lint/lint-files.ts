import { loadContract } from "../../src/contract/load-contract.js";
import type { Finding, Severity } from "../../src/findings/finding.js";
import { lintContract, ungradedFindings } from "../../src/lint/lint-contract.js";
import { type LintSettings, readLintSettings } from "../../src/lint/lint-settings.js";
import { type Files, texts } from "../support/load.js";

/** The day on which the tests lint. */
export const today = "2026-11-24";

/** Loads a schemas folder that is given in the test itself and lints it as its `contract.json` says, or as the test does. */
export async function lintFiles(
  files: Files,
  settings?: LintSettings,
): Promise<{ linted: readonly Finding[]; others: readonly Finding[] }> {
  const loaded = await loadContract(texts(files));
  const chosen = settings ?? readLintSettings(loaded.sources.get("contract.json"));
  return {
    linted: lintContract(loaded, { settings: chosen, today }),
    others: ungradedFindings(loaded),
  };
}

/** What one rule, switched to a severity, says of a folder that must be free of errors. */
export async function lintBy(
  rule: string,
  files: Files,
  severity: Severity = "warning",
): Promise<readonly Finding[]> {
  const { linted, others } = await lintFiles(files, { rules: { [rule]: severity } });
  const errors = others.filter(({ severity }) => severity === "error");
  const lines = errors.map((each) => `\n  ${each.file}: ${each.rule}: ${each.message}`);
  if (lines.length > 0)
    throw new Error(`The folder of this example must have no error of the loader:${lines.join("")}`);
  return linted.filter((finding) => finding.rule === rule);
}
