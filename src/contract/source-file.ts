import {
  findNodeAtLocation,
  type Node,
  type ParseErrorCode,
  parseTree,
  printParseErrorCode,
  visit,
} from "jsonc-parser";
import type { Finding, Range, Severity } from "../finding.js";
import type { Json } from "./json.js";
import { joinPointer, splitPointer } from "./pointer.js";

/** Deeper than any schema that people write; keeps every recursive walk far from the end of the stack. */
export const maxDepth = 512;

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

/**
 * Reads one JSON file strictly (RFC 8259; a byte order mark is passed over) and reports malformed syntax, duplicate
 * keys, numbers beyond a double and nesting beyond {@link maxDepth}. The value is there only when it can be trusted.
 */
export function parseSource(path: string, raw: string): { source?: SourceFile; findings: Finding[] } {
  const findings = guardedSyntaxFindings(path, withoutMark(raw));
  return findings.length > 0 ? { findings } : { source: trustSource(path, raw), findings };
}

/** Reads a JSON file that {@link parseSource} found nothing wrong with before. */
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

function withoutMark(text: string): string {
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

function rangeOf(text: string, start: number, end: number): Range {
  const from = positionOf(text, start);
  const to = positionOf(text, end);
  return { line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
}

function positionOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  const line = before.split("\n").length;
  return { line, column: offset - before.lastIndexOf("\n") };
}

/** The parser recurses; text nested tens of thousands deep ends its stack before {@link maxDepth} can speak. */
function guardedSyntaxFindings(path: string, text: string): Finding[] {
  try {
    return syntaxFindings(path, text);
  } catch (error) {
    if (error instanceof RangeError) return [findingOn(path, tooDeep)];
    throw error;
  }
}

function syntaxFindings(path: string, text: string): Finding[] {
  const findings: Finding[] = [];
  const say = (offset: number, length: number, said: Said, pointer?: string): void => {
    const range = rangeOf(text, offset, Math.min(offset + Math.max(length, 1), text.length + 1));
    findings.push({ ...said, file: path, range, ...(pointer === undefined ? {} : { pointer }) });
  };
  const keys: Set<string>[] = [];
  let depth = 0;
  const enter = (offset: number): boolean => {
    depth += 1;
    if (depth === maxDepth + 1) say(offset, 1, tooDeep);
    return depth <= maxDepth;
  };
  visit(
    text,
    {
      onError: (code, offset, length) => {
        // What follows the first mistake is mostly its echo.
        if (findings.some(({ rule }) => rule === "json-syntax")) return;
        const comma = /,\s*$/.exec(text.slice(0, offset));
        if (comma && /[\]}]/.test(text[offset] ?? "")) say(comma.index, 1, trailingComma);
        else say(offset, length, text.trim() === "" ? emptyFile : syntaxError(code));
      },
      onObjectBegin: (offset) => {
        keys.push(new Set());
        return enter(offset);
      },
      onObjectEnd: () => {
        keys.pop();
        depth -= 1;
      },
      onArrayBegin: enter,
      onArrayEnd: () => {
        depth -= 1;
      },
      onObjectProperty: (name, offset, length, _line, _character, pathTo) => {
        const seen = keys.at(-1);
        if (seen?.has(name)) {
          const pointer = [...pathTo(), name].reduce<string>(joinPointer, "");
          say(offset, length, duplicateKey(name), pointer);
        }
        seen?.add(name);
      },
      onLiteralValue: (value, offset, length) => {
        if (typeof value === "number" && !Number.isFinite(value)) say(offset, length, numberTooLarge);
      },
    },
    { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false },
  );
  return findings;
}

function syntaxError(code: ParseErrorCode): Said {
  const words = printParseErrorCode(code)
    .replace(/(?<=[a-z])(?=[A-Z])/g, " ")
    .toLowerCase();
  return { rule: "json-syntax", severity: "error", message: `This is not JSON: ${words}.` };
}

const trailingComma: Said = {
  rule: "json-syntax",
  severity: "error",
  message: "This is not JSON: nothing follows this comma.",
  help: "Remove the comma.",
};

const emptyFile: Said = { rule: "json-syntax", severity: "error", message: "The file is empty." };

function duplicateKey(name: string): Said {
  return {
    rule: "json-duplicate-key",
    severity: "error",
    message: `The key ${JSON.stringify(name)} stands here twice; a parser keeps only the last one.`,
    help: "Remove one of the two.",
  };
}

const tooDeep: Said = {
  rule: "json-depth",
  severity: "error",
  message: `This is nested deeper than ${maxDepth} levels.`,
  help: "Move the inner part into a definition and use $ref.",
};

const numberTooLarge: Said = {
  rule: "json-number",
  severity: "error",
  message: "This number is larger than any double (IEEE 754), so no reader in common use can hold it.",
};
