import type { ExampleFiles, ExampleFolder, LoaderCategory, RuleDoc } from "../rule.js";

/** A rule that every command applies when it reads schemas, messages or a base. */
export interface LoaderRule extends RuleDoc {
  readonly category: LoaderCategory;
  /**
   * Documentation and test in one: each example in `invalid` has exactly one finding of the rule, each in `valid` has
   * none.
   */
  readonly examples: { readonly invalid: readonly LoaderExample[]; readonly valid: readonly LoaderExample[] };
}

/**
 * A schemas folder, or a base and its later state. `../message.json` is a message that is checked against v1 of
 * order_paid.
 */
export type LoaderExample = ExampleFiles | { readonly old: ExampleFolder; readonly new: ExampleFolder };
