import { canonicalText } from "../../../runtime/validate/values.js";
import type { SchemaObject } from "../../contract/schema.js";
import type { Json } from "../../json/json.js";
import type { Part } from "./node.js";
import { rational } from "./rational.js";
import { typeSet } from "./type-set.js";

/** The keywords that hold no schemas. */
export function* limitParts(schema: SchemaObject): Generator<Part> {
  const { type, required, pattern, format } = schema;
  if (type !== undefined) yield { kind: "type", set: typeSet(type) };
  if (schema.enum !== undefined) yield { kind: "enum", values: distinct(schema.enum) };
  if (schema.const !== undefined) yield { kind: "enum", values: [schema.const] };
  for (const [keyword, kind, exclusive] of bounds) {
    const limit = schema[keyword];
    if (limit !== undefined) yield { kind, limit: rational(limit), exclusive };
  }
  if (schema.multipleOf !== undefined) yield { kind: "multipleOf", divisor: rational(schema.multipleOf) };
  if (pattern !== undefined) yield { kind: "pattern", pattern };
  if (format !== undefined) yield { kind: "format", format };
  for (const kind of ["minLength", "minItems", "minProperties"] as const) {
    const limit = schema[kind] ?? 0;
    if (limit > 0) yield { kind, limit };
  }
  for (const kind of ["maxLength", "maxItems", "maxProperties"] as const) {
    const limit = schema[kind];
    if (limit !== undefined) yield { kind, limit };
  }
  if (schema.uniqueItems) yield { kind: "uniqueItems" };
  if (required !== undefined && required.length > 0) yield { kind: "required", names: sortedNames(required) };
}

const bounds = [
  ["minimum", "minimum", false],
  ["exclusiveMinimum", "minimum", true],
  ["maximum", "maximum", false],
  ["exclusiveMaximum", "maximum", true],
] as const;

/** Names in an order of their own, each once. */
export function sortedNames(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort();
}

function distinct(values: readonly Json[]): readonly Json[] {
  return [...new Map(values.map((value) => [canonicalText(value), value])).values()];
}
