import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { withRule } from "./registry.js";
import { type RuleKind, ruleTemplate } from "./rule-template.js";

/**
 * Writes the file of a new rule in the repository at `root`, full of TODO, and registers the rule; gives what its author has
 * to do. Throws an `Error` if the arguments are not valid or there is such a rule.
 */
export function newRule(root: string, kind: string, id: string): string {
  if (!isKind(kind) || !/^[a-z]+(?:-[a-z]+)*$/.test(id))
    throw new Error("Usage: npm run new-rule -- lint|review <id in kebab-case>");
  const file = join("src", kind, "rules", `${id}.ts`);
  const registry = join("src", kind, "rules.ts");
  if (existsSync(join(root, file))) throw new Error(`${file} already exists.`);
  const registered = withRule(readFileSync(join(root, registry), "utf8"), id);
  writeFileSync(join(root, file), ruleTemplate(kind, id));
  writeFileSync(join(root, registry), registered);
  return `${file} written and registered in ${registry}. To do:
  1. Replace each TODO in ${file}.
  2. npx vitest run test/${kind} --update, until it passes; then review test/${kind}/golden/${id}.yaml.
  3. npm run docs, which updates the pages and JSON Schemas that list the rules.`;
}

function isKind(text: string): text is RuleKind {
  return text === "lint" || text === "review";
}
