/** The commands whose rules each have a file of their own. */
export type RuleKind = "lint" | "review";

/** The paths of a rule and of what belongs to it, from the root of the repository. */
export interface RulePaths {
  readonly rule: string;
  readonly registry: string;
  readonly golden: string;
}

/** Where a rule is written, registered, and has the findings of its examples. */
export function rulePaths(kind: RuleKind, id: string): RulePaths {
  return {
    rule: `src/${kind}/rules/${id}.ts`,
    registry: `src/${kind}/${kind}-rules.ts`,
    golden: `test/${kind}/golden/${id}.yaml`,
  };
}
