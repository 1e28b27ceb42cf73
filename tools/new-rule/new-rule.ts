import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isCommitted } from "./is-committed.js";
import { knownRules } from "./known-rules.js";
import { registeredIn, withRule } from "./registry.js";
import { type RuleKind, rulePaths } from "./rule-kind.js";
import { ruleSteps } from "./rule-steps.js";
import { ruleTemplate } from "./rule-template.js";

/**
 * Writes the file of a new rule in the repository at `root`, full of TODO, and registers the rule; gives what its author has
 * to do, in the steps of CONTRIBUTING.md. Throws an `Error` if a rule has this id.
 */
export function newRule(root: string, kind: RuleKind, id: string): string {
  const { rule, registry } = rulePaths(kind, id);
  const text = readFileSync(join(root, registry), "utf8");
  const file = knownRules(root).get(id) ?? (registeredIn(text).includes(id) ? registry : undefined);
  if (file !== undefined) throw new Error(taken(root, kind, id, file));
  writeFileSync(join(root, rule), ruleTemplate(kind, id));
  writeFileSync(join(root, registry), withRule(text, id));
  const steps = ruleSteps(kind, id).map((step, index) => `  ${index + 1}. ${step}\n`);
  return `${rule} written, and registered in ${registry}.

Next (CONTRIBUTING.md explains the steps):
${steps.join("")}
To undo this: npm run new-rule -- --remove ${kind} ${id}`;
}

function taken(root: string, kind: RuleKind, id: string, file: string): string {
  const { rule, registry } = rulePaths(kind, id);
  const isUnfinished = (file === rule || file === registry) && !isCommitted(root, rule);
  const undo = isUnfinished ? `, or remove it: npm run new-rule -- --remove ${kind} ${id}` : ".";
  return `The id "${id}" is taken: ${file} has it, and ids are unique among all rules. Choose another id${undo}`;
}
