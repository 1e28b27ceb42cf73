import type { Schema, SchemaMap, SchemaObject } from "./schema.js";

type Change = (schema: Schema) => Schema;

/** The child keywords of a schema (what applies to members and items) with each subschema changed. */
export function mapChildren(schema: SchemaObject, change: Change): SchemaObject {
  return mapKeywords(schema, change, [
    "properties",
    "patternProperties",
    "additionalProperties",
    "unevaluatedProperties",
    "prefixItems",
    "items",
    "unevaluatedItems",
  ]);
}

/** The keywords whose subschemas apply to the same value, with each of them changed. */
export function mapInPlace(schema: SchemaObject, change: Change): SchemaObject {
  return mapKeywords(schema, change, [
    "allOf",
    "anyOf",
    "oneOf",
    "not",
    "if",
    "then",
    "else",
    "dependentSchemas",
  ]);
}

/** Every keyword that holds subschemas, with each of them changed. */
export function mapSubschemas(schema: SchemaObject, change: Change): SchemaObject {
  return {
    ...mapChildren(schema, change),
    ...mapKeywords(schema, change, ["contains", "propertyNames"]),
    ...mapInPlace(schema, change),
  };
}

function mapKeywords(
  schema: SchemaObject,
  change: Change,
  keywords: readonly (keyof SchemaObject)[],
): SchemaObject {
  const changed = (keyword: keyof SchemaObject): unknown => {
    const value = schema[keyword];
    if (Array.isArray(value)) return (value as readonly Schema[]).map(change);
    return namedKeywords.has(keyword) ? mapMembers(value as SchemaMap, change) : change(value as Schema);
  };
  const present = keywords.filter((keyword) => schema[keyword] !== undefined);
  return Object.fromEntries(present.map((keyword) => [keyword, changed(keyword)]));
}

const namedKeywords: ReadonlySet<keyof SchemaObject> = new Set([
  "properties",
  "patternProperties",
  "dependentSchemas",
]);

/** Subschemas by name, each changed; safe for a name such as `__proto__`. */
function mapMembers(members: SchemaMap, change: Change): SchemaMap {
  return Object.fromEntries(Object.entries(members).map(([name, schema]) => [name, change(schema)]));
}
