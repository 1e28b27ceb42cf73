import { count } from "../code/count.js";
import { compareFindings, type Finding } from "../findings/finding.js";

/**
 * Findings in order, each once: a definition that is reached in two ways has its findings twice. Those of one rule and
 * one cause become the first of them, with the number of further places.
 */
export function onePerCause(findings: readonly FindingWithCause[]): Finding[] {
  const distinct = new Map(findings.map((finding) => [JSON.stringify(finding), finding]));
  const groups = new Map<string, FindingWithCause[]>();
  for (const [key, finding] of [...distinct].sort(([, one], [, other]) => compareFindings(one, other))) {
    const group = finding.cause === undefined ? key : JSON.stringify([finding.rule, finding.cause]);
    const list = groups.get(group);
    if (list) list.push(finding);
    else groups.set(group, [finding]);
  }
  return [...groups.values()].flatMap(([first, ...others]) => (first ? [withCount(first, others)] : []));
}

/** A finding of which a correction elsewhere may remove others, too; see `Diagnosis`. */
export type FindingWithCause = Finding & { readonly cause?: string };

function withCount({ cause: _, ...first }: FindingWithCause, others: readonly Finding[]): Finding {
  if (others.length === 0) return first;
  return { ...first, message: `${first.message} (and ${count(others.length, "more place")})` };
}
