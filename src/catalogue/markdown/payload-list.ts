import { cutWords } from "../cut-words.js";
import { anyType, type PayloadNode } from "../payload-node.js";
import { code, factText, plainText } from "./inline.js";

/** A payload as a nested list. */
export function payloadList(node: PayloadNode): string {
  return linesOf(node, "").join("\n");
}

function linesOf(node: PayloadNode, indent: string): readonly string[] {
  return [`${indent}- ${headOf(node)}`, ...node.children.flatMap((child) => linesOf(child, `${indent}  `))];
}

function headOf({ kind, label, type, isRequired, isDeprecated, ...node }: PayloadNode): string {
  const { title, description, facts, examples, sameAs, more } = node;
  const name =
    kind === "property"
      ? code(label)
      : kind === "name-pattern"
        ? `properties named like ${code(label)}`
        : plainText(label);
  const marks = [
    ...(kind === "condition" && type === anyType ? [] : [plainText(type)]),
    ...(isRequired && kind === "property" ? ["**required**"] : []),
    ...(isDeprecated ? ["deprecated"] : []),
    ...facts.map(factText),
    ...(examples.length === 0
      ? []
      : [`for example ${examples.map((each) => code(JSON.stringify(each))).join(", ")}`]),
    ...(sameAs === undefined ? [] : [`the same as ${sameAs === "" ? "the message" : code(sameAs)}`]),
    ...(more === undefined ? [] : [plainText(cutWords(more))]),
  ];
  const about = kind === "message" ? undefined : (description ?? title);
  return `${name}${marks.length === 0 ? "" : ": "}${marks.join(" · ")}${about === undefined || about.trim() === "" ? "" : ` · ${plainText(about)}`}`;
}
