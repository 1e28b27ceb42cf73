import type { Finding } from "../findings/finding.js";
import type { RuleDoc } from "../rules/rule.js";

/** What `lint` or `review` found, as every reporter gets it. Pure data: no reporter reads files, the clock or the environment. */
export interface Report {
  readonly command: "lint" | "review";
  /** The program's version. */
  readonly version: string;
  /** Sorted by file and place. */
  readonly findings: readonly Finding[];
  /** The documentation of rules, by id. */
  readonly rules: ReadonlyMap<string, RuleDoc>;
  /** The schemas folder as the user calls it, for people: `schemas`, `../schemas`, or empty. */
  readonly folder: string;
  /** The schemas folder below the repository's root, for machines that know files by it; `folder` outside a repository. */
  readonly repositoryFolder: string;
  /** The same in the base, where it was another folder. */
  readonly baseFolder?: string;
  /** Where files can be read on the web, now and in the base: a path below the repository and `#L3` go behind it. */
  readonly links?: { readonly new: string; readonly old?: string };
  /** What was compared with. Reviews only; with `movedOn`, `commit` is the merge base, which `name` is ahead of by so many commits. */
  readonly base?: { readonly name: string; readonly commit?: string; readonly movedOn?: number };
  /** How much was looked at. */
  readonly counts: { readonly events: number; readonly versions: number; readonly changedFiles?: number };
  /** The least severity that fails, and whether something does. */
  readonly failOn: "error" | "warning";
  readonly failed: boolean;
  /** The text of a file of the schemas folder, now or (`old`) in the base. */
  readonly textOf: (file: string, side: "new" | "old") => string | undefined;
}

/** The schemas folder below the repository's root in the base. */
export function baseFolderOf({ baseFolder, repositoryFolder }: Report): string {
  return baseFolder ?? repositoryFolder;
}

/** How a report is written. */
export interface ReportOptions {
  readonly color: boolean;
}

/** Makes the text of a report, with a newline at its end. */
export type Reporter = (report: Report, options: ReportOptions) => string;
