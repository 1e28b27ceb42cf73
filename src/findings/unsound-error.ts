import { countFindings } from "./count-findings.js";
import type { Finding } from "./finding.js";

/** Where the findings of an `UnsoundError` are. */
export interface UnsoundFolder {
  /** The path before the findings' own. */
  readonly folder: string;
  /** The text of a file, to show the lines that a finding means. */
  readonly textOf: (file: string) => string | undefined;
}

/** Schemas with errors where the work needs sound ones; the command line prints all of them and exits with 2. */
export class UnsoundError extends Error {
  override readonly name = "UnsoundError";
  readonly findings: readonly Finding[];
  readonly folder: string;
  readonly textOf: UnsoundFolder["textOf"];

  /** `consequence` follows the number of errors in the message, such as `: nothing was published.` */
  constructor(findings: readonly Finding[], consequence: string, { folder, textOf }: UnsoundFolder) {
    super(`${countFindings(findings)}${consequence}`);
    this.findings = findings;
    this.folder = folder;
    this.textOf = textOf;
  }
}
