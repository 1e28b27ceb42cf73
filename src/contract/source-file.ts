import type { Finding, Range, Severity } from "../findings/finding.js";
import type { Json } from "../json/json.js";
import type { Dialects } from "./dialect.js";
import { rangesOf } from "./text-range.js";
import type { Vocabulary } from "./vocabulary-words.js";

/** One file of the contract: its value, and the way back from a JSON Pointer to line and column, whatever its syntax. */
export interface SourceFile {
  /** Path below the schemas folder, with `/`. */
  readonly path: string;
  /** The document as JSON text: the file's own text, or the JSON that a YAML file stands for. */
  readonly text: string;
  readonly value: Json;
  readonly written: WrittenText;
  /** The drafts of `$schema` values that the schemas folder defines; absent where it defines none. */
  readonly dialects?: Dialects;
  /** What the schemas of the folder have beyond the standard; absent where `contract.json` names nothing. */
  readonly vocabulary?: Vocabulary;
}

/** A document as it is written in its own syntax. */
export interface WrittenText {
  /** The file's text without a byte order mark. */
  readonly text: string;
  /** Where a value, or the key of its member, is written; the deepest part of the way that is there. */
  readonly spanOf: (pointer: string, part: SourcePart) => Span;
}

/** Half of a member: its name, or its value. */
export type SourcePart = "key" | "value";

/** Offsets into a text, in UTF-16 units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A finding without its place: what is wrong, and what to do. */
export interface Diagnosis {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly help?: string;
  /** What several findings have in common when one correction removes them all; see `one-per-cause.ts`. */
  readonly cause?: string;
}

/** Text without a byte order mark. */
export function withoutMark(text: string): string {
  return text.startsWith("\uFEFF") ? text.slice(1) : text;
}

/** A finding at a place of a source file; `part: "key"` marks the member's name instead of its value. */
export function findingAt(
  source: SourceFile,
  pointer: string,
  diagnosis: Diagnosis,
  part: SourcePart = "value",
): Finding {
  return { ...diagnosis, file: source.path, pointer, range: rangeAt(source, pointer, part) };
}

/** A finding about a file as a whole: its name, or that it cannot be read. */
export function findingOn(path: string, diagnosis: Diagnosis): Finding {
  return { ...diagnosis, file: path };
}

/** The text of the value at a place, as it is written: a number with all its digits. */
export function textAt({ written }: SourceFile, pointer: string): string {
  const { start, end } = written.spanOf(pointer, "value");
  return written.text.slice(start, end);
}

const ranges = new WeakMap<WrittenText, ReturnType<typeof rangesOf>>();

/** Where in its file a value stands, or its key. */
export function rangeAt({ written }: SourceFile, pointer: string, part: SourcePart = "value"): Range {
  const { start, end } = written.spanOf(pointer, part);
  const rangeBetween = ranges.get(written) ?? rangesOf(written.text);
  ranges.set(written, rangeBetween);
  return rangeBetween(start, endOfMark(written.text, start, end));
}

/** Marks a scalar whole and an object or array by its first line, which reads better under a code frame. */
function endOfMark(text: string, start: number, end: number): number {
  // Within the value only: a file on one line would be searched to its end for each finding.
  const newline = text.slice(start, end).indexOf("\n");
  return newline === -1 ? end : start + newline;
}
