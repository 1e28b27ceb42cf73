import { lintRules } from "../lint/lint-rules.js";
import { reviewRules } from "../review/review-rules.js";
import { brokerRules } from "../rules/broker-rules.js";
import type { DocumentedRule, RuleExample } from "../rules/documented-rule.js";
import { importRules } from "../rules/import-rules.js";
import { loaderRules } from "../rules/loader/loader-rules.js";
import type { ExampleFolder, OutsideCategory, RuleDoc } from "../rules/rule.js";

const categories = ["wire", "evolution", "style", "documentation"];

/** Every rule of `lint`, of `review`, of the loader, and about brokers and imports, by command, category and id. */
export function ruleCatalog(): readonly DocumentedRule[] {
  const lint = lintRules.map(({ examples: { invalid, valid }, judge: _, ...doc }): DocumentedRule => {
    return { ...doc, command: "lint", invalid: invalid.map(asFolder), valid: valid.map(asFolder) };
  });
  const review = reviewRules.map(({ examples, judge: _, ...doc }): DocumentedRule => {
    return { ...doc, command: "review", on: true, ...examples };
  });
  const load = loaderRules.map(({ examples, ...doc }): DocumentedRule => {
    return { ...doc, command: "load", on: true, ...examples };
  });
  const outside = [...brokerRules, ...importRules].map(
    (doc: RuleDoc & { readonly category: OutsideCategory }) => {
      return { ...doc, command: doc.category, on: true, invalid: [], valid: [] };
    },
  );
  const sorted = (rules: readonly DocumentedRule[]): DocumentedRule[] =>
    rules.toSorted((a, b) => categories.indexOf(a.category) - categories.indexOf(b.category));
  return [...sorted(lint), ...sorted(review), ...load, ...outside];
}

function asFolder(folder: ExampleFolder): RuleExample {
  return { folder };
}
