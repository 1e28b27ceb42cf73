import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { withRule } from "./registry.js";
import { type RuleKind, ruleTemplate } from "./rule-template.js";

/** The tests that run the examples of each kind of rule. */
const examplesTest: Readonly<Record<RuleKind, string>> = {
  lint: "test/lint/rule-examples.test.ts",
  review: "test/review/rules.test.ts",
};

const aboutSchemas = ` For a rule about schemas, start from
     src/lint/rules/property-undescribed.ts: it loops over schemasOf(subject).`;

/**
 * Writes the file of a new rule in the repository at `root`, full of TODO, and registers the rule; gives what its author has
 * to do. Throws an `Error` if the arguments are not valid or there is such a rule.
 */
export function newRule(root: string, kind: string, id: string): string {
  if (!isKind(kind) || !/^[a-z]+(?:-[a-z]+)*$/.test(id))
    throw new Error("Usage: npm run new-rule -- lint|review <id in kebab-case>");
  const file = join("src", kind, "rules", `${id}.ts`);
  const registry = join("src", kind, `${kind}-rules.ts`);
  if (existsSync(join(root, file))) throw new Error(`${file} already exists.`);
  const registered = withRule(readFileSync(join(root, registry), "utf8"), id);
  writeFileSync(join(root, file), ruleTemplate(kind, id));
  writeFileSync(join(root, registry), registered);
  return `${file} written and registered in ${registry}. To do:
  1. Replace each TODO in ${file}.${kind === "lint" ? aboutSchemas : ""}
  2. npm run docs, which updates the pages and JSON Schemas that list the rules.
  3. npx vitest run ${examplesTest[kind]} -t ${id} --update, until it passes; then review test/${kind}/golden/${id}.yaml.
  4. npx vitest run test/${kind}
To undo it: git checkout ${registry}, delete ${file} and its golden file, and run npm run docs.`;
}

function isKind(text: string): text is RuleKind {
  return text === "lint" || text === "review";
}
