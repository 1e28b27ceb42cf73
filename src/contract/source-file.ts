import { findNodeAtLocation, type Node, parseTree } from "jsonc-parser";
import type { Finding, Range, Severity } from "../finding.js";
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

const trees = new WeakMap<SourceFile, Node | undefined>();

function rangeAt(source: SourceFile, pointer: string, part: "key" | "value"): Range {
  if (!trees.has(source)) trees.set(source, parseTree(source.text));
  let node = trees.get(source);
  for (const segment of splitPointer(pointer)) {
    const key = node?.type === "array" ? Number(segment) : segment;
    node = node && (findNodeAtLocation(node, [key]) ?? node);
  }
  if (part === "key" && node?.parent?.type === "property") node = node.parent.children?.[0];
  const offset = node?.offset ?? 0;
  return rangeOf(source.text, offset, endOfMark(source.text, offset, node?.length ?? 0));
}

/** Marks a scalar whole and an object or array by its first line, which reads better under a code frame. */
function endOfMark(text: string, offset: number, length: number): number {
  const newline = text.indexOf("\n", offset);
  const end = offset + length;
  return newline !== -1 && newline < end ? newline : end;
}

/** The range between two offsets of a text. */
export function rangeOf(text: string, start: number, end: number): Range {
  const from = positionOf(text, start);
  const to = positionOf(text, end);
  return { line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
}

function positionOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  const line = before.split("\n").length;
  return { line, column: offset - before.lastIndexOf("\n") };
}
