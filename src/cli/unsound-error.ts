import type { Finding } from "../findings/finding.js";

/** Schemas that have errors where the work needs sound ones; the program prints them all and ends with 2. */
export class UnsoundError extends Error {
  override readonly name = "UnsoundError";
  readonly findings: readonly Finding[];
  /** The path before the findings' own. */
  readonly folder: string;
  /** The findings with their lines, for a person. */
  readonly printed: string;
  constructor(message: string, { findings, folder, printed }: Omit<UnsoundError, keyof Error>) {
    super(message);
    this.findings = findings;
    this.folder = folder;
    this.printed = printed;
  }
}
