import { printable } from "../code/printable.js";
import { yamlPackage } from "../contract/yaml-document.js";
import type { Json } from "../json/json.js";

/**
 * A JSON value as YAML 1.2 that reads as the same value. Text that would be escaped in a terminal or a CI log is
 * double-quoted, the only style in which escapes are interpreted.
 */
export function visibleYaml(value: Json): string {
  const { Document, visit } = yamlPackage();
  const document = new Document(value, { version: "1.2", schema: "core", aliasDuplicateObjects: false });
  visit(document, {
    Scalar: (_, scalar) => {
      if (typeof scalar.value === "string" && isEscaped(scalar.value)) scalar.type = "QUOTE_DOUBLE";
    },
  });
  return document.toString({ lineWidth: 0, doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER });
}

/** Trailing white space is part of a block's text, but an editor may remove it. */
function isEscaped(text: string): boolean {
  return printable(text, { color: false }) !== text || /[^\S\n]\n|\t|\r/.test(text);
}
