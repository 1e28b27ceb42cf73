import { camelCase } from "./camel-case.js";

/** The commands that have rules of this form. */
export type RuleKind = "lint" | "review";

/** The file of a new rule: everything that its author has to decide is a TODO, which the tests of the rules reject. */
export function ruleTemplate(kind: RuleKind, id: string): string {
  return kind === "lint" ? lintTemplate(id) : reviewTemplate(id);
}

const texts = `title: "TODO: what is wrong, in a few words, without a full stop",
  why: "TODO: what happens to whom if it stays.",
  fix: "TODO: what to do instead.",`;

function lintTemplate(id: string): string {
  return `import type { LintRule } from "../lint-rule.js";
import { eventPlace } from "../settings-places.js";

/** TODO: what the rule finds. */
export const ${camelCase(id)}: LintRule = {
  id: "${id}",
  category: "style",
  on: false,
  severity: "warning",
  ${texts}
  examples: {
    // TODO: folders with exactly one finding each, and similar folders without one
    invalid: [],
    valid: [],
  },
  *judge(subject) {
    for (const event of subject.contract.events) {
      if (event.name !== "TODO") continue;
      yield { ...eventPlace(subject, event), message: \`TODO: \${JSON.stringify(event.name)} is wrong.\` };
    }
  },
};
`;
}

function reviewTemplate(id: string): string {
  return `import type { ReviewRule } from "../review-rule.js";

/** TODO: what the rule finds. */
export const ${camelCase(id)}: ReviewRule = {
  id: "${id}",
  category: "evolution",
  severity: "warning",
  breaks: "consumers",
  ${texts}
  examples: {
    // TODO: changes with exactly one finding each, and similar changes without one
    invalid: [],
    valid: [],
  },
  *judge(subject) {
    for (const { old, new: event } of subject.kept) {
      if (event.name !== "TODO" || old.name === event.name) continue;
      yield {
        place: { file: \`\${event.name}/event.json\` },
        message: \`TODO: \${JSON.stringify(event.name)} changed.\`,
        // the names and values that distinguish it, without words: its fingerprint is made of them
        subject: [event.name],
        event: event.name,
      };
    }
  },
};
`;
}
