import type { Severity } from "../finding.js";

/** What a rule is about: what travels, what will change, how schemas are written, what they say to readers. */
export type RuleCategory = "wire" | "evolution" | "style" | "documentation";

/** What every rule of `lint` and `review` says of itself; `rabbitgen rules` and the documentation print it. */
export interface RuleDoc {
  /** Stable, in kebab-case, unique among all rules. */
  readonly id: string;
  readonly category: RuleCategory;
  /** Unless `contract.json` says otherwise. */
  readonly severity: Severity;
  /** What is wrong, in a few words. */
  readonly title: string;
  /** What happens to whom if it stays. */
  readonly why: string;
  /** What to do instead. */
  readonly fix: string;
}

/** A small schemas folder: JSON values by path, as `order_paid/v1.json`. */
export type ExampleFolder = Readonly<Record<string, unknown>>;
