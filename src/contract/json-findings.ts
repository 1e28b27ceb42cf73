import { type ParseErrorCode, printParseErrorCode, visit } from "jsonc-parser";
import type { Finding } from "../findings/finding.js";
import { joinPointer } from "../json/pointer.js";
import { type Diagnosis, findingOn } from "./source-file.js";
import { duplicateKey, emptyFile, maxDepth, numberTooLarge, tooDeep } from "./syntax-problems.js";
import { rangesOf } from "./text-range.js";

/**
 * Checks a text strictly against RFC 8259: malformed syntax, duplicate keys, numbers beyond a double and nesting
 * beyond {@link maxDepth}.
 */
export function jsonFindings(path: string, text: string): Finding[] {
  try {
    return visitSyntax(path, text);
  } catch (error) {
    // The parser recurses; text nested tens of thousands deep ends its stack before the limit is noticed.
    if (error instanceof RangeError) return [findingOn(path, tooDeep)];
    throw error;
  }
}

function visitSyntax(path: string, text: string): Finding[] {
  const findings: Finding[] = [];
  const rangeBetween = rangesOf(text);
  const say = (offset: number, length: number, diagnosis: Diagnosis, pointer?: string): void => {
    const range = rangeBetween(offset, Math.min(offset + Math.max(length, 1), text.length + 1));
    findings.push({ ...diagnosis, file: path, range, ...(pointer === undefined ? {} : { pointer }) });
  };
  const keys: Set<string>[] = [];
  let depth = 0;
  let malformed = false;
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
        if (malformed) return;
        malformed = true;
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

function syntaxError(code: ParseErrorCode): Diagnosis {
  const words = printParseErrorCode(code)
    .replace(/(?<=[a-z])(?=[A-Z])/g, " ")
    .toLowerCase();
  return { rule: "json-syntax", severity: "error", message: `Invalid JSON: ${words}.` };
}

const trailingComma: Diagnosis = {
  rule: "json-syntax",
  severity: "error",
  message: "Invalid JSON: trailing comma.",
  help: "Remove the comma.",
};
