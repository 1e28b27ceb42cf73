import type { Finding } from "../findings/finding.js";
import type { RuleDoc } from "../rules/rule.js";

/**
 * The findings of `lint` or `review`, as passed to every reporter. Pure data: reporters do not read files, the clock or
 * the environment.
 */
export interface Report {
  readonly command: "lint" | "review";
  /** The program's version. */
  readonly version: string;
  /** Sorted by file and place. */
  readonly findings: readonly Finding[];
  /** The documentation of rules, by id. */
  readonly rules: ReadonlyMap<string, RuleDoc>;
  /** The schemas folder as the user named it, for people: `schemas`, `../schemas`, or empty. */
  readonly folder: string;
  /** The schemas folder relative to the repository's root, for machines; `folder` if there is no repository. */
  readonly repositoryFolder: string;
  /** The same in the base, if it was another folder. */
  readonly baseFolder?: string;
  /** The web address of the files, now and in the base: a path relative to the repository and `#L3` are appended. */
  readonly links?: { readonly new: string; readonly old?: string };
  /** The base of a review. With `movedOn`, `commit` is the merge base, and `name` is this many commits ahead of it. */
  readonly base?: { readonly name: string; readonly commit?: string; readonly movedOn?: number };
  /** How much was checked. */
  readonly counts: { readonly events: number; readonly versions: number; readonly changedFiles?: number };
  /** The lowest severity that fails, and whether a finding fails. */
  readonly failOn: "error" | "warning";
  readonly failed: boolean;
  /** The text of a file in the schemas folder, now or (`old`) in the base. */
  readonly textOf: (file: string, side: "new" | "old") => string | undefined;
}

/** The schemas folder relative to the repository's root in the base. */
export function baseFolderOf({ baseFolder, repositoryFolder }: Report): string {
  return baseFolder ?? repositoryFolder;
}

/** How a report is written. */
export interface ReportOptions {
  readonly color: boolean;
}

/** Renders a report as text, with a newline at its end. */
export type Reporter = (report: Report, options: ReportOptions) => string;
