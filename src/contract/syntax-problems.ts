import type { Diagnosis } from "./source-file.js";

/** Deeper than any schema that people write; keeps every recursive walk far from the end of the stack. */
export const maxDepth = 512;

/** A file without a value. */
export const emptyFile: Diagnosis = { rule: "json-syntax", severity: "error", message: "The file is empty." };

/** A member that another one of the same object replaces. */
export function duplicateKey(name: string): Diagnosis {
  return {
    rule: "json-duplicate-key",
    severity: "error",
    message: `Duplicate key ${JSON.stringify(name)}; parsers keep only the last value.`,
    help: "Remove one of the two.",
  };
}

/** Nesting beyond {@link maxDepth}. */
export const tooDeep: Diagnosis = {
  rule: "json-depth",
  severity: "error",
  message: `This value is nested deeper than ${maxDepth} levels.`,
  help: "Move the inner part to a definition and use $ref.",
};

/** A number that every parser in common use reads as infinite. */
export const numberTooLarge: Diagnosis = {
  rule: "json-number",
  severity: "error",
  message: "This number is outside the IEEE 754 double range; common parsers cannot represent it.",
};
