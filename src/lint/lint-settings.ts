import type { SourceFile } from "../contract/source-file.js";
import type { Severity } from "../findings/finding.js";
import { isObject, member } from "../json/json.js";
import type { RuleCategory } from "../rules/rule.js";
import type { LintRule } from "./lint-rule.js";

/** How a rule is reported: not at all, or with a severity. */
export type LintLevel = "off" | Severity;

/** What `contract.json` says under `lint`. */
export interface LintSettings {
  readonly categories?: Readonly<Partial<Record<RuleCategory, LintLevel>>>;
  /** By the rule's id. */
  readonly rules?: Readonly<Record<string, LintLevel>>;
}

/** Reads `lint` of a `contract.json` that its JSON Schema accepts, so that rules and levels are known ones. */
export function readLintSettings(source: SourceFile | undefined): LintSettings {
  const lint = isObject(source?.value) ? member(source.value, "lint") : undefined;
  return isObject(lint) ? (lint as LintSettings) : {};
}

/** The level of a rule: what is said of it, else of its category, else the rule's own. */
export function levelOf(
  rule: Pick<LintRule, "id" | "category" | "severity" | "on">,
  settings: LintSettings,
): LintLevel {
  return (
    settings.rules?.[rule.id] ?? settings.categories?.[rule.category] ?? (rule.on ? rule.severity : "off")
  );
}
