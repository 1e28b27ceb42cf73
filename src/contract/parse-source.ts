import { type ParseErrorCode, printParseErrorCode, visit } from "jsonc-parser";
import type { Finding } from "../finding.js";
import { joinPointer } from "./pointer.js";
import { findingOn, rangeOf, type Said, type SourceFile, trustSource, withoutMark } from "./source-file.js";

/** Deeper than any schema that people write; keeps every recursive walk far from the end of the stack. */
export const maxDepth = 512;

/**
 * Reads one JSON file strictly (RFC 8259; a byte order mark is passed over) and reports malformed syntax, duplicate
 * keys, numbers beyond a double and nesting beyond {@link maxDepth}. The value is there only when it can be trusted.
 */
export function parseSource(path: string, raw: string): { source?: SourceFile; findings: Finding[] } {
  const findings = syntaxFindings(path, withoutMark(raw));
  return findings.length > 0 ? { findings } : { source: trustSource(path, raw), findings };
}

/** The parser recurses; text nested tens of thousands deep ends its stack before {@link maxDepth} can speak. */
function syntaxFindings(path: string, text: string): Finding[] {
  try {
    return visitSyntax(path, text);
  } catch (error) {
    if (error instanceof RangeError) return [findingOn(path, tooDeep)];
    throw error;
  }
}

function visitSyntax(path: string, text: string): Finding[] {
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
