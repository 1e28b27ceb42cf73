import { applyEdits, modify } from "jsonc-parser";
import { indentationOf } from "../code/indentation.js";
import { printedJson } from "../code/printed-json.js";
import { joinPointer, valueAt } from "../json/pointer.js";
import { syntaxOf } from "./file-syntax.js";
import { parseSource } from "./parse-source.js";
import { yamlPackage } from "./yaml-document.js";

/** A step from a document's root: a member's name, or an index; -1 is behind an array's last item. */
type Step = string | number;

/** The text of a JSON or YAML file with a value set, or removed by `undefined`; the rest keeps its form and comments. */
export function editDocument(path: string, text: string, steps: readonly Step[], value: unknown): string {
  if (syntaxOf(path) === "yaml" && !text.trimStart().startsWith("{")) return editYaml(text, steps, value);
  const indent = indentationOf(text);
  const formattingOptions = { insertSpaces: !indent.startsWith("\t"), tabSize: indent.length };
  const isArrayInsertion = steps.at(-1) === -1;
  return applyEdits(text, modify(text, [...steps], value, { formattingOptions, isArrayInsertion }));
}

/** A value as the text of a new file; a JSON file is indented as another one, such as the settings beside it. */
export function printDocument(path: string, value: unknown, like = ""): string {
  if (syntaxOf(path) === "yaml") return yamlPackage().stringify(value, { lineWidth: 0 });
  return printedJson(value, indentationOf(like));
}

function editYaml(text: string, steps: readonly Step[], value: unknown): string {
  const appended = steps.at(-1) === -1 ? appendItem(text, steps.slice(0, -1), value) : undefined;
  if (appended !== undefined) return appended;
  const document = yamlPackage().parseDocument(text, { version: "1.2", schema: "core" });
  if (value === undefined) document.deleteIn(steps);
  else if (steps.at(-1) === -1) {
    const list = steps.slice(0, -1);
    if (document.hasIn(list)) document.addIn(list, value);
    else document.setIn(list, document.createNode([value]));
  } else document.setIn(steps, value);
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

/** A YAML list with an item behind its last one, all else untouched; `undefined` for a list without items. */
function appendItem(text: string, list: readonly Step[], value: unknown): string | undefined {
  const { source } = parseSource("list.yaml", text);
  const pointer = list.reduce<string>(joinPointer, "");
  const items = source && valueAt(source.value, pointer);
  if (!Array.isArray(items) || items.length === 0 || source === undefined) return undefined;
  const { text: written, spanOf } = source.written;
  const { start, end } = spanOf(joinPointer(pointer, items.length - 1), "value");
  const item = yamlPackage().stringify(value).trimEnd();
  const indent = /(?:^|\n)([ ]*)- *$/.exec(written.slice(0, start))?.[1];
  const separator = indent === undefined ? ", " : `\n${indent}- `;
  const lineEnd = written.indexOf("\n", end);
  const at = indent === undefined ? end : lineEnd === -1 ? written.length : lineEnd;
  return `${written.slice(0, at)}${separator}${item}${written.slice(at)}`;
}
