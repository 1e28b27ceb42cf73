/** How bad a finding is: an `error` stops the work, a `warning` wants a look, `info` is only told. */
export type Severity = "error" | "warning" | "info";

/** A range in a text file. Lines and columns count from 1; columns count UTF-16 units, as editors do. */
export interface Range {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** One thing that rabbitgen has to say about one place of a contract. */
export interface Finding {
  /** The rule's id, such as `ref-remote`; stable, so that tools may filter by it. */
  readonly rule: string;
  readonly severity: Severity;
  /** One sentence without a place: what is wrong. */
  readonly message: string;
  /** What to do about it, if there is one obvious thing. */
  readonly help?: string;
  /** Path below the schemas folder, with `/`. */
  readonly file: string;
  /** JSON Pointer (RFC 6901) to the place in that file; absent when the finding is about the file itself. */
  readonly pointer?: string;
  readonly range?: Range;
}

/** Orders findings by file, place and rule, so that output never depends on the order of the work. */
export function compareFindings(a: Finding, b: Finding): number {
  return (
    compareText(a.file, b.file) ||
    (a.range?.line ?? 0) - (b.range?.line ?? 0) ||
    (a.range?.column ?? 0) - (b.range?.column ?? 0) ||
    compareText(a.rule, b.rule) ||
    compareText(a.message, b.message)
  );
}

/** Compares by UTF-16 code units: the same on every machine, whatever its locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
