import type { Contract } from "../contract/contract.js";
import type { SourceFile } from "../contract/source-file.js";
import type { Finding } from "../findings/finding.js";
import type { Json } from "../json/json.js";
import type { ExampleFolder, RuleCategory, RuleDoc } from "../rules/rule.js";
import type { HitPlace, RuleHit } from "../rules/rule-hit.js";

/** A rule about one contract. */
export interface LintRule extends RuleDoc {
  readonly category: RuleCategory;
  /** Whether it is on unless `contract.json` says otherwise. */
  readonly on: boolean;
  /**
   * Documentation and test in one: each folder in `invalid` has exactly one finding of the rule, each in `valid` none.
   * What the rule says of those in `invalid` is in `test/lint/golden`.
   */
  readonly examples: { readonly invalid: readonly ExampleFolder[]; readonly valid: readonly ExampleFolder[] };
  readonly judge: (subject: LintSubject) => Iterable<LintHit>;
}

/** What rules judge. */
export interface LintSubject {
  readonly contract: Contract;
  /** Every JSON file that parses, by path. */
  readonly sources: ReadonlyMap<string, SourceFile>;
  /** What the loader found, for rules that grade it. */
  readonly loaded: readonly Finding[];
  /** Today, as `2026-11-24`. */
  readonly today: string;
}

/** One place that breaks a rule. */
export interface LintHit extends Omit<RuleHit, "subject">, HitPlace {
  /** As in `RuleHit`; by default the message, which may contain an example. */
  readonly subject?: Json;
}
