import { lintRules } from "../lint/rules.js";
import { reviewRules } from "../review/rules.js";
import type { DocumentedRule, RuleExample } from "../rules/documented-rule.js";
import { loaderRules } from "../rules/loader/loader-rules.js";
import type { ExampleFolder } from "../rules/rule.js";

const categories = ["wire", "evolution", "style", "documentation"];

/** Every rule of `lint`, of `review` and of the loader, by command, category and id. */
export function ruleCatalog(): readonly DocumentedRule[] {
  const lint = lintRules.map(({ examples: { finds, passes }, judge: _, ...doc }): DocumentedRule => {
    return { ...doc, command: "lint", finds: finds.map(asFolder), passes: passes.map(asFolder) };
  });
  const review = reviewRules.map(({ examples, judge: _, ...doc }): DocumentedRule => {
    return { ...doc, command: "review", on: true, ...examples };
  });
  const load = loaderRules.map(({ examples, ...doc }): DocumentedRule => {
    return { ...doc, command: "load", on: true, ...examples };
  });
  const sorted = (rules: readonly DocumentedRule[]): DocumentedRule[] =>
    rules.toSorted((a, b) => categories.indexOf(a.category) - categories.indexOf(b.category));
  return [...sorted(lint), ...sorted(review), ...load];
}

function asFolder(folder: ExampleFolder): RuleExample {
  return { folder };
}
