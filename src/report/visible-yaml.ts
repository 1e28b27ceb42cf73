import { printable } from "../code/printable.js";
import { yamlPackage } from "../contract/yaml-document.js";
import type { Json } from "../json/json.js";

/**
 * A JSON value as YAML 1.2, the same value when it is read. A text that would be escaped on its way to a terminal or a CI
 * log is in double quotes, the only style in which an escape means its character.
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

/** White space at the end of a line is part of a block's text, but an editor may take it away. */
function isEscaped(text: string): boolean {
  return printable(text, { color: false }) !== text || /[^\S\n]\n|\t|\r/.test(text);
}
