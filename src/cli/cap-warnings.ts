import type { Finding } from "../findings/finding.js";

/** Places that are shown of each rule. */
const shownPerRule = 10;

/** The findings that `generate` shows: errors by place, then warnings by rule, of each rule the first ones. */
export function capWarnings(findings: readonly Finding[]): {
  readonly shown: readonly Finding[];
  /** A line for each rule that has more. */
  readonly rest: readonly string[];
} {
  const errors = findings.filter(({ severity }) => severity === "error");
  const rules = new Map<string, Finding[]>();
  for (const finding of findings.filter(({ severity }) => severity !== "error")) {
    const list = rules.get(finding.rule);
    if (list) list.push(finding);
    else rules.set(finding.rule, [finding]);
  }
  const groups = [...rules].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    shown: [...errors, ...groups.flatMap(([, list]) => list.slice(0, shownPerRule))],
    rest: groups
      .filter(([, list]) => list.length > shownPerRule)
      .map(
        ([rule, list]) => `${rule}: and ${list.length - shownPerRule} more; \`rabbitgen lint\` lists all.`,
      ),
  };
}
