import type { Finding, Severity } from "../../src/findings/finding.js";
import type { ReviewRule } from "../../src/review/review-rule.js";

/** Rules whose severity is not that of what they break, with the reason. */
export const waivedSeverities: Readonly<Record<string, string>> = {
  "consumption-removed": "nobody breaks, but a queue fills",
};

/** What is wrong with the severity of a rule of `review` and of the findings of its invalid examples, each in one sentence. */
export function severityProblems(
  { id, breaks, severity, otherSeverities = {} }: ReviewRule<Severity>,
  found: readonly Finding[],
): readonly string[] {
  const isHarmless = breaks === "nobody";
  const wrong = isHarmless !== (severity === "info") && waivedSeverities[id] === undefined;
  const rightly = isHarmless ? '"info"' : '"warning" or "error"';
  const declared: readonly string[] = [severity, ...Object.keys(otherSeverities)];
  const shown: readonly string[] = [...new Set(found.map((each) => each.severity))];
  return [
    ...(wrong ? [`${id}: severity must be ${rightly}, since breaks is "${breaks}"`] : []),
    ...(isHarmless && shown.includes("error")
      ? [`${id}: a finding is an error, but breaks is "nobody": change one of them`]
      : []),
    ...declared
      .filter((each) => !shown.includes(each))
      .map((each) => `${id}: no invalid example has a finding with the severity ${each}: add one`),
    ...shown
      .filter((each) => !declared.includes(each))
      .map(
        (each) =>
          `${id}: a finding has the severity ${each}: declare it in otherSeverities, with its condition`,
      ),
  ];
}
