import type { Severity } from "../findings/finding.js";

/** What a rule is about: what travels, what will change, how schemas are written, what they say to readers. */
export type RuleCategory = "wire" | "evolution" | "style" | "documentation";

/** What a rule of the loader is about; none of these can be graded or switched off in `contract.json`. */
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

/** What a rule is about that judges no schemas: a running broker, or a document that is imported. */
export type OutsideCategory = "broker" | "import";

/** What every rule documents about itself; `rabbitgen rules` and the documentation print it. */
export interface RuleDoc {
  /** Stable, in kebab-case, unique among all rules. */
  readonly id: string;
  readonly category: RuleCategory | LoaderCategory | OutsideCategory;
  /** Of a rule of `lint`, unless `contract.json` says otherwise. */
  readonly severity: Severity;
  /** Further severities that single findings of the rule have, each with when, as in "after its sunset". */
  readonly otherSeverities?: Readonly<Partial<Record<Severity, string>>>;
  /** What is wrong, in a few words. */
  readonly title: string;
  /** What happens to whom if it stays. */
  readonly why: string;
  /** What to do instead. */
  readonly fix: string;
}

/** A small schemas folder: JSON values by path, as `order_paid/v1.json`. */
export type ExampleFolder = Readonly<Record<string, unknown>>;

/** A small schemas folder of which some files are not JSON values. */
export interface ExampleFiles {
  readonly folder: ExampleFolder;
  /** YAML files, and files with mistakes that no JSON value has. */
  readonly texts?: Readonly<Record<string, string>>;
  /** Texts that are saved in ISO 8859-1 instead of UTF-8. */
  readonly latin1?: Readonly<Record<string, string>>;
  /** Symbolic links, each with its target. */
  readonly links?: Readonly<Record<string, string>>;
  /** Permissions of files and folders that are not the usual ones, such as `0o000`. */
  readonly modes?: Readonly<Record<string, number>>;
}
