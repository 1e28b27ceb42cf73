import type { Severity } from "../findings/finding.js";

/**
 * What a rule concerns: the wire (exchanges, queues, routing, messages), evolution (versions and their changes), the style of
 * schemas, or their documentation (descriptions, owners, examples).
 */
export type RuleCategory = "wire" | "evolution" | "style" | "documentation";

/** What a rule of the loader concerns; these cannot be graded or turned off in `contract.json`. */
export type LoaderCategory =
  | "json"
  | "yaml"
  | "files"
  | "layout"
  | "references"
  | "schemas"
  | "settings"
  | "names"
  | "examples"
  | "messages"
  | "baseline";

/** The subject of a rule that does not judge schemas: a running broker, or an imported document. */
export type OutsideCategory = "broker" | "import";

/** The documentation that every rule has; shown by `rabbitgen rules` and in the docs. */
export interface RuleDoc {
  /** Stable, in kebab-case, unique among all rules. */
  readonly id: string;
  readonly category: RuleCategory | LoaderCategory | OutsideCategory;
  /** For a rule of `lint`, unless `contract.json` overrides it. */
  readonly severity: Severity;
  /** Further severities of single findings of the rule, each with its condition, such as "after its sunset". */
  readonly otherSeverities?: Readonly<Partial<Record<Severity, string>>>;
  /** What is wrong, in a few words. */
  readonly title: string;
  /** What happens, and to whom, if it is not fixed. */
  readonly why: string;
  /** What to do instead. */
  readonly fix: string;
}

/** A small schemas folder: JSON values by path, as `order_paid/v1.json`. */
export type ExampleFolder = Readonly<Record<string, unknown>>;

/** A small schemas folder in which some files are not JSON values. */
export interface ExampleFiles {
  readonly folder: ExampleFolder;
  /** YAML files, and files with errors that no JSON value can have. */
  readonly texts?: Readonly<Record<string, string>>;
  /** Text that is saved in ISO 8859-1 instead of UTF-8. */
  readonly latin1?: Readonly<Record<string, string>>;
  /** Symbolic links, each with its target. */
  readonly links?: Readonly<Record<string, string>>;
  /** Unusual permissions of files and folders, such as `0o000`. */
  readonly modes?: Readonly<Record<string, number>>;
}
