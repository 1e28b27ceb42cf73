import { camelCase } from "./camel-case.js";
import type { RuleKind } from "./rule-kind.js";

/**
 * The file of a new rule. Everything that its author has to decide is a TODO: the compiler rejects those of levels and
 * categories, and the tests of the rules reject every one.
 */
export function ruleTemplate(kind: RuleKind, id: string): string {
  return kind === "lint" ? lintTemplate(id) : reviewTemplate(id);
}

const category = `category: "TODO", // TODO: "wire", "evolution", "style" or "documentation": see RuleCategory`;

const texts = `title: "TODO: what is wrong, in a few words, without a full stop",
  why: "TODO: what happens, and to whom, if it is not fixed.",
  fix: "TODO: what to do instead.",`;

function lintTemplate(id: string): string {
  return `import type { LintRule } from "../lint-rule.js";
import { eventPlace } from "../settings-places.js";

/** TODO: what the rule finds. */
export const ${camelCase(id)}: LintRule = {
  id: "${id}",
  ${category}
  on: false,
  severity: "TODO", // TODO: "error", "warning" or "info"
  ${texts}
  examples: {
    // TODO: folders with exactly one finding each, such as { "order_paid/v1.json": { type: "object" } }
    invalid: [],
    // TODO: similar folders without a finding
    valid: [],
  },
  *judge(subject) {
    // TODO: for a rule about schemas, loop over schemasOf(subject) as in property-undescribed.ts
    for (const event of subject.contract.events) {
      if (event.TODO !== undefined) continue;
      yield { ...eventPlace(subject, event), message: \`TODO: \${JSON.stringify(event.name)} has no …\` };
    }
  },
};
`;
}

function reviewTemplate(id: string): string {
  return `import { changedSettings } from "../changed-settings.js";
import type { ReviewRule } from "../review-rule.js";
import { event } from "../rule-examples.js";

/** TODO: what the rule finds. */
export const ${camelCase(id)}: ReviewRule = {
  id: "${id}",
  ${category}
  severity: "TODO", // TODO: "info" if nothing breaks, else "error" or "warning"
  breaks: "TODO", // TODO: which sides can break: see Breaks in review-rule.ts
  ${texts}
  examples: {
    // TODO: changes with exactly one finding each, and none of another rule
    invalid: [{ old: event({ v1: {} }), new: event({ v1: {} }, { TODO: "a setting of event.json" }) }],
    // TODO: similar changes, at least one of which another rule reports
    valid: [{ old: event({ v1: {} }), new: event({ v1: {} }, { TODO: "another setting" }) }],
  },
  *judge(subject) {
    // TODO: for a change of something else than a setting, see ReviewSubject, and settingPlace for where a setting is written
    yield* changedSettings(subject, "TODO", ({ old, new: now }) => {
      if (old.TODO === now.TODO) return undefined;
      return {
        message: \`TODO changed from \${JSON.stringify(old.TODO)} to \${JSON.stringify(now.TODO)}.\`,
        // names and values that distinguish this finding, without words: its fingerprint is made of them
        subject: [old.TODO ?? null, now.TODO ?? null],
        rollout: "TODO", // TODO: see Rollout; and \`reason\` if consumers that do not upgrade get nothing
      };
    });
  },
};
`;
}
