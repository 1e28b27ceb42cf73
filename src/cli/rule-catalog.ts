import { lintRules } from "../lint/rules.js";
import { reviewRules } from "../review/rules.js";
import type { DocumentedRule, RuleExample } from "../rules/documented-rule.js";
import type { ExampleFolder } from "../rules/rule.js";

const categories = ["wire", "evolution", "style", "documentation"];

/** Every rule of both commands, by command, category and id. */
export function ruleCatalog(): readonly DocumentedRule[] {
  const lint = lintRules.map(({ examples: { finds, passes }, judge: _, ...doc }): DocumentedRule => {
    return { ...doc, command: "lint", finds: finds.map(asFolder), passes: passes.map(asFolder) };
  });
  const review = reviewRules.map(({ examples, judge: _, ...doc }): DocumentedRule => {
    return { ...doc, command: "review", on: true, ...examples };
  });
  const sorted = (rules: readonly DocumentedRule[]): DocumentedRule[] =>
    rules.toSorted((a, b) => categories.indexOf(a.category) - categories.indexOf(b.category));
  return [...sorted(lint), ...sorted(review)];
}

function asFolder(folder: ExampleFolder): RuleExample {
  return { folder };
}
