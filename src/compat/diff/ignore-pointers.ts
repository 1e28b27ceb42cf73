import { isObject, type Json } from "../../json/json.js";
import { splitPointer } from "../../json/pointer.js";

/** Keywords whose members, or which themselves, are schemas. */
const schemaMaps: ReadonlySet<string> = new Set([
  "properties",
  "patternProperties",
  "dependentSchemas",
  "$defs",
  "definitions",
]);
const schemas: ReadonlySet<string> = new Set([
  "items",
  "additionalItems",
  "additionalProperties",
  "unevaluatedItems",
  "unevaluatedProperties",
  "contains",
  "propertyNames",
  "not",
  "if",
  "then",
  "else",
]);

/** Written as `{}`, which is valid in every draft. */
const anything: Json = {};

/** A schema that says nothing where these JSON Pointers lead: a schema there becomes `{}`, a keyword is left out. */
export function ignorePointers(schema: Json, pointers: readonly string[]): Json {
  return pointers.reduce<Json>((value, pointer) => without(value, splitPointer(pointer), []), schema);
}

function without(value: Json, [step, ...rest]: readonly string[], above: readonly string[]): Json {
  if (step === undefined) return anything;
  const path = [...above, step];
  if (Array.isArray(value)) {
    return value.map((item, index) =>
      String(index) === step ? without(item as Json, rest, path) : (item as Json),
    );
  }
  if (!isObject(value) || !Object.hasOwn(value, step)) return value;
  const isLast = rest.length === 0;
  const entries = Object.entries(value).flatMap(([key, inner]): [string, Json][] => {
    if (key !== step) return [[key, inner]];
    if (isLast) return isSchemaAt(path) ? [[key, anything]] : [];
    return [[key, without(inner, rest, path)]];
  });
  return Object.fromEntries(entries);
}

function isSchemaAt(path: readonly string[]): boolean {
  const [parent, last] = [path.at(-2), path.at(-1) ?? ""];
  if (parent !== undefined && schemaMaps.has(parent))
    return path.at(-3) === undefined || !schemaMaps.has(path.at(-3) ?? "");
  return schemas.has(last);
}
