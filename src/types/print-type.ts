import { docComment } from "../code/doc-comment.js";
import { quote, quoteKey } from "../code/quote.js";
import type { Location } from "../contract/schema.js";
import type { Member, TypeExpression } from "./type-expression.js";

/** A type as TypeScript text. `nameOf` gives the name of a definition's type. */
export function printType(type: TypeExpression, nameOf: (location: Location) => string, indent = ""): string {
  const print = (inner: TypeExpression): string => printType(inner, nameOf, indent);
  const grouped = (inner: TypeExpression): string =>
    inner.kind === "union" || inner.kind === "intersection" ? `(${print(inner)})` : print(inner);
  switch (type.kind) {
    case "unknown":
    case "never":
      return type.kind;
    case "primitive":
      return type.name;
    case "literal":
      return printLiteral(type.value);
    case "reference":
      return nameOf(type.location);
    case "array":
      return `${grouped(type.items)}[]`;
    case "tuple":
      return printTuple(type, print, grouped);
    case "object":
      return printObject(type, nameOf, indent);
    case "union":
      return printUnion(
        type.of.map((inner) => (inner.kind === "intersection" ? `(${print(inner)})` : print(inner))),
        indent,
      );
    case "intersection":
      return type.of
        .map((inner) => (inner.kind === "union" ? `(${print(inner)})` : print(inner)))
        .join(" & ");
  }
}

/** Numbers beyond a double's whole range have no literal type of their own. */
function printLiteral(value: string | number | boolean): string {
  return typeof value === "number" && !Number.isFinite(value) ? "number" : quote(value);
}

function printTuple(
  { items, rest }: Extract<TypeExpression, { kind: "tuple" }>,
  print: (type: TypeExpression) => string,
  grouped: (type: TypeExpression) => string,
): string {
  const places = items.map(({ type, required }) => (required ? print(type) : `${grouped(type)}?`));
  return `[${[...places, ...(rest ? [`...${grouped(rest)}[]`] : [])].join(", ")}]`;
}

function printObject(
  { members, index }: Extract<TypeExpression, { kind: "object" }>,
  nameOf: (location: Location) => string,
  indent: string,
): string {
  const inner = `${indent}  `;
  const map = index && members.length === 0 ? printType(index, nameOf, indent) : "\n";
  if (!map.includes("\n")) return `{ [key: string]: ${map} }`;
  const lines = members.map((member) => printMember(member, nameOf, inner));
  if (index) lines.push(`${inner}[key: string]: ${printType(index, nameOf, inner)};\n`);
  return lines.length === 0 ? "{}" : `{\n${lines.join("")}${indent}}`;
}

function printMember(
  { name, type, required, doc }: Member,
  nameOf: (location: Location) => string,
  indent: string,
): string {
  const mark = required ? "" : "?";
  const text = printType(type, nameOf, indent);
  return `${docComment(doc, indent)}${indent}${quoteKey(name)}${mark}:${text.startsWith("\n") ? "" : " "}${text};\n`;
}

/** A short union stays on its line; a long one gets a line for each alternative. */
function printUnion(alternatives: readonly string[], indent: string): string {
  const line = alternatives.join(" | ");
  if (line.length <= 80 || line.includes("\n")) return line;
  return alternatives.map((alternative) => `\n${indent}  | ${alternative}`).join("");
}
