import { parseArgs } from "node:util";
import { newRule } from "./new-rule.js";
import { removeRule } from "./remove-rule.js";
import type { RuleKind } from "./rule-kind.js";

/** How `npm run new-rule` is called. */
export const usage = `Usage:
  npm run new-rule -- lint|review ID            writes and registers a rule
  npm run new-rule -- --remove lint|review ID   undoes that, before the rule is committed`;

/** At least two words, so that no id is a reserved word of TypeScript in camel case. */
const form = /^[a-z]+(?:-[a-z]+)+$/;

/** Does what the arguments of `npm run new-rule` ask for; gives what to print. Throws an `Error` that says what to do instead. */
export function run(root: string, argv: readonly string[]): string {
  const { remove, help, words } = parsed(argv);
  if (help) return usage;
  const [kind = "", id = "", ...extra] = words;
  if (words.length < 2) throw new Error(`Name the kind of the rule and its id.\n${usage}`);
  if (kind !== "lint" && kind !== "review")
    throw new Error(`The kind of the rule must be lint or review, not ${JSON.stringify(kind)}.\n${usage}`);
  if (extra.length > 0)
    throw new Error(`Too many arguments: ${extra.join(" ")}. Add rules one by one.\n${usage}`);
  if (!form.test(id)) {
    const allowed =
      "two or more words of lowercase letters, without digits, joined by hyphens, such as event-unowned";
    throw new Error(`${JSON.stringify(id)} is not a valid id. Use ${allowed}.\n${usage}`);
  }
  return (remove ? removeRule : newRule)(root, kind satisfies RuleKind, id);
}

function parsed(argv: readonly string[]): { remove: boolean; help: boolean; words: readonly string[] } {
  const options = {
    remove: { type: "boolean", default: false },
    help: { type: "boolean", default: false, short: "h" },
  } as const;
  try {
    const { values, positionals } = parseArgs({ args: [...argv], options, allowPositionals: true });
    return { ...values, words: positionals };
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
  }
}
