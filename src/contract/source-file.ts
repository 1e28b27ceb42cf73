import { type Node, parseTree } from "jsonc-parser";
import type { Finding, Range, Severity } from "../finding.js";
import { childNode } from "./child-node.js";
import type { Json } from "./json.js";
import { splitPointer } from "./pointer.js";

/** One JSON file of the contract, with the way back from a JSON Pointer to line and column. */
export interface SourceFile {
  /** Path below the schemas folder, with `/`. */
  readonly path: string;
  readonly text: string;
  readonly value: Json;
}

/** What a finding says besides its place. */
export interface Said {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly help?: string;
}

/** Reads a JSON file that `parseSource` found nothing wrong with before. */
export function trustSource(path: string, raw: string): SourceFile {
  const text = withoutMark(raw);
  let value: Json | undefined;
  // Read when asked for: of the examples that have been tried before, nobody asks.
  return {
    path,
    text,
    get value() {
      value ??= JSON.parse(text) as Json;
      return value;
    },
  };
}

/** Text without a byte order mark. */
export function withoutMark(text: string): string {
  return text.startsWith("\uFEFF") ? text.slice(1) : text;
}

/** A finding at a place of a source file; `part: "key"` marks the member's name instead of its value. */
export function findingAt(
  source: SourceFile,
  pointer: string,
  said: Said,
  part: "key" | "value" = "value",
): Finding {
  return { ...said, file: source.path, pointer, range: rangeAt(source, pointer, part) };
}

/** A finding about a file as a whole: its name, or that it cannot be read. */
export function findingOn(path: string, said: Said): Finding {
  return { ...said, file: path };
}

/** The text of the value at a place, as it is written: a number with all its digits. */
export function textAt(source: SourceFile, pointer: string): string {
  const node = nodeAt(source, pointer);
  return node ? source.text.slice(node.offset, node.offset + node.length) : "";
}

const trees = new WeakMap<SourceFile, Node | undefined>();

/** What a pointer leads to, or the deepest part of the way that is there. */
function nodeAt(source: SourceFile, pointer: string): Node | undefined {
  if (!trees.has(source)) trees.set(source, parseTree(source.text));
  let node = trees.get(source);
  for (const segment of splitPointer(pointer)) {
    node = node && (childNode(node, segment) ?? node);
  }
  return node;
}

function rangeAt(source: SourceFile, pointer: string, part: "key" | "value"): Range {
  let node = nodeAt(source, pointer);
  if (part === "key" && node?.parent?.type === "property") node = node.parent.children?.[0];
  const offset = node?.offset ?? 0;
  const starts = lineStarts.get(source) ?? lineStartsOf(source.text);
  lineStarts.set(source, starts);
  return rangeBetween(starts, offset, endOfMark(source.text, offset, node?.length ?? 0));
}

/** Marks a scalar whole and an object or array by its first line, which reads better under a code frame. */
function endOfMark(text: string, offset: number, length: number): number {
  const end = offset + length;
  // within the value only: a file on one line would be searched to its end for each finding
  const newline = text.slice(offset, end).indexOf("\n");
  return newline === -1 ? end : offset + newline;
}

/** The range between two offsets of a text. */
export function rangeOf(text: string, start: number, end: number): Range {
  return rangeBetween(lineStartsOf(text), start, end);
}

/** Kept with each file, since one file may have thousands of findings. */
const lineStarts = new WeakMap<SourceFile, readonly number[]>();

/** The offset at which each line begins. */
function lineStartsOf(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

function rangeBetween(starts: readonly number[], start: number, end: number): Range {
  const from = positionAt(starts, start);
  const to = positionAt(starts, end);
  return { line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
}

/** Halves the lines until one is left that begins at the offset or before it. */
function positionAt(starts: readonly number[], offset: number): { line: number; column: number } {
  let first = 0;
  let last = starts.length - 1;
  while (first < last) {
    const middle = Math.ceil((first + last) / 2);
    if ((starts[middle] ?? 0) <= offset) first = middle;
    else last = middle - 1;
  }
  return { line: first + 1, column: offset - (starts[first] ?? 0) + 1 };
}
