import type { Loaded } from "../contract/load-contract.js";
import { findingAt, findingOn, type Said } from "../contract/source-file.js";
import { compareFindings, type Finding, type Severity } from "../finding.js";
import { fingerprint } from "../rules/fingerprint.js";
import type { LintRule, LintSubject, Problem } from "./lint-rule.js";
import { type LintSettings, levelOf } from "./lint-settings.js";
import { lintRules } from "./rules.js";

/** What linting needs besides the contract. */
export interface LintOptions {
  /** Default: each rule as it is by itself. */
  readonly settings?: LintSettings;
  /** Today, as `2026-11-24`. */
  readonly today: string;
}

/** Judges a contract by every rule that is on; sorted by place. Nothing for a contract that has errors. */
export function lintContract(loaded: Loaded, { settings = {}, today }: LintOptions): readonly Finding[] {
  const { contract, sources } = loaded;
  if (!contract) return [];
  const subject: LintSubject = { contract, sources, loaded: loaded.findings, today };
  const findings = lintRules.flatMap((rule) => {
    const level = levelOf(rule, settings);
    return level === "off" ? [] : judge(rule, level, subject);
  });
  return findings.sort(compareFindings);
}

/**
 * What the loader found and no rule of lint grades, to be shown beside lint's own findings; all of it for a contract
 * that has errors, since that is not linted.
 */
export function ungradedFindings({ contract, findings }: Loaded): readonly Finding[] {
  return contract ? findings.filter(({ rule }) => !gradingRules.has(rule)) : findings;
}

const gradingRules: ReadonlySet<string> = new Set(lintRules.map(({ id }) => id));

function judge(rule: LintRule, severity: Severity, subject: LintSubject): Finding[] {
  return [...rule.judge(subject)].map((problem) => findingOf(problem, rule, severity, subject));
}

function findingOf(
  { file, pointer, part, message, help }: Problem,
  rule: LintRule,
  severity: Severity,
  { sources }: LintSubject,
): Finding {
  const said: Said = { rule: rule.id, severity, message, help: help ?? rule.fix };
  const source = sources.get(file);
  const placed =
    source === undefined || pointer === undefined
      ? findingOn(source?.path ?? file, said)
      : findingAt(source, pointer, said, part);
  return { ...placed, fingerprint: fingerprint(rule.id, file, pointer, message) };
}
