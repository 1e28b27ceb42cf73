import { type RuleKind, rulePaths } from "./rule-kind.js";

/** What the author of a new rule does, step by step; CONTRIBUTING.md explains the same steps. */
export function ruleSteps(kind: RuleKind, id: string): readonly string[] {
  const { rule, golden } = rulePaths(kind, id);
  return [
    `Replace each TODO in \`${rule}\`.`,
    "Write its examples.",
    `Run \`npx vitest run test/${kind} -t ${id} --update\` until it passes, and review \`${golden}\`, which it writes.`,
    `Run \`npm run docs\`, then \`npx vitest run test/${kind} test/rules test/docs\`.`,
    'Describe the rule in CHANGELOG.md, under "Unreleased".',
    "Run `npm run check`, and commit.",
  ];
}
