import type { Loaded } from "../contract/load-contract.js";
import { slowPattern } from "../contract/slow-pattern.js";
import { type Diagnosis, findingAt, findingOn } from "../contract/source-file.js";
import { compareFindings, type Finding, type Severity } from "../findings/finding.js";
import { restartPatternWork, SlowPatternError } from "../patterns/pattern-work.js";
import { fingerprint } from "../rules/fingerprint.js";
import type { LintHit, LintRule, LintSubject } from "./lint-rule.js";
import { lintRules } from "./lint-rules.js";
import { type LintSettings, levelOf } from "./lint-settings.js";

/** What linting needs besides the contract. */
export interface LintOptions {
  /** Default: each rule's own severity. */
  readonly settings?: LintSettings;
  /** Today, as `2026-11-24`. */
  readonly today: string;
}

/** Judges a contract by every rule that is on; sorted by place. Nothing for a contract that has errors. */
export function lintContract(loaded: Loaded, { settings = {}, today }: LintOptions): readonly Finding[] {
  const { contract, sources } = loaded;
  if (!contract) return [];
  restartPatternWork();
  const subject: LintSubject = { contract, sources, loaded: loaded.findings, today };
  const slow = new Map<string, Finding>();
  const findings = lintRules.flatMap((rule) => {
    const level = levelOf(rule, settings);
    return level === "off" ? [] : judge(rule, level, subject, slow);
  });
  return [...findings, ...slow.values()].sort(compareFindings);
}

/**
 * What the loader found and no rule of lint grades, to be shown beside lint's own findings; all of it for a contract
 * that has errors, since that is not linted.
 */
export function ungradedFindings({ contract, findings }: Loaded): readonly Finding[] {
  return contract ? findings.filter(({ rule }) => !gradingRules.has(rule)) : findings;
}

const gradingRules: ReadonlySet<string> = new Set(lintRules.map(({ id }) => id));

/** What a rule finds; up to where a pattern of the contract takes too long, which is a finding of its own. */
function judge(
  rule: LintRule,
  severity: Severity,
  subject: LintSubject,
  slow: Map<string, Finding>,
): Finding[] {
  const findings: Finding[] = [];
  try {
    for (const hit of rule.judge(subject)) findings.push(findingOf(hit, rule, severity, subject));
  } catch (error) {
    if (!(error instanceof SlowPatternError)) throw error;
    const { contract, sources } = subject;
    slow.set(
      error.pattern,
      slowPattern(error, contract.definitions, (path) => sources.get(path)),
    );
  }
  return findings;
}

function findingOf(
  { file, pointer, part, message, help, subject = message }: LintHit,
  rule: LintRule,
  severity: Severity,
  { sources }: LintSubject,
): Finding {
  const diagnosis: Diagnosis = { rule: rule.id, severity, message, help: help ?? rule.fix };
  const source = sources.get(file);
  const placed =
    source === undefined || pointer === undefined
      ? findingOn(source?.path ?? file, diagnosis)
      : findingAt(source, pointer, diagnosis, part);
  return { ...placed, fingerprint: fingerprint(rule.id, file, pointer, subject) };
}
