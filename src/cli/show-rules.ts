import { nearestWord } from "../contract/nearest-word.js";
import { UsageError } from "../findings/usage-error.js";
import { ruleCatalog } from "../project/rule-catalog.js";
import { printRule, printRules, printRulesPage } from "../rules/documented-rule.js";
import type { ExitCode, Io } from "./io.js";

/** The options of `rabbitgen rules` as the command line gives them. */
export interface RulesFlags {
  readonly format: "text" | "markdown" | "json";
}

/** Prints all rules, or one of them. */
export function showRules(io: Io, id: string | undefined, { format }: RulesFlags): ExitCode {
  const all = ruleCatalog();
  const rule = all.find((each) => each.id === id);
  if (id !== undefined && rule === undefined) {
    const near = nearestWord(
      id,
      all.map((each) => each.id),
    );
    const hint = near === undefined ? "Run `rabbitgen rules` to list all rules." : `Did you mean ${near}?`;
    throw new UsageError(`Unknown rule ${JSON.stringify(id)}. ${hint}`);
  }
  const shown = rule === undefined ? all : [rule];
  if (format === "json") io.out(`${JSON.stringify(shown, undefined, 2)}\n`);
  else if (format === "markdown") io.out(printRulesPage(shown));
  else io.out(rule === undefined ? printRules(all) : printRule(rule));
  return 0;
}
