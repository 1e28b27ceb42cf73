import { inPlaceSubschemas, type Schema, type SchemaObject } from "../contract/schema.js";
import { type TypeExpression, unknownType } from "./type-expression.js";

/** A longer start of an array is not spelled out: it is unreadable, and costly for the compiler. */
const longestTuple = 8;

/** So much of the start is spelled out instead. */
const shortStart = 3;

/** What a schema's own keywords say about the items of an array, or `undefined` when that is nothing. */
export function arrayType(
  schema: SchemaObject,
  typeOf: (schema: Schema) => TypeExpression,
): TypeExpression | undefined {
  const { prefixItems = [], maxItems = Number.POSITIVE_INFINITY } = schema;
  const least = leastItems(schema);
  const rest = schema.items ?? ownUnevaluated(schema);
  const restType = rest === undefined ? unknownType : typeOf(rest);
  const length = startLength(schema);
  if (length === 0) {
    if (maxItems === 0) return { kind: "tuple", items: [], rest: undefined };
    return rest === undefined ? undefined : { kind: "array", items: restType };
  }
  const ends = rest === false || maxItems <= length;
  return {
    kind: "tuple",
    items: Array.from({ length }, (_, index) => ({
      type: index < prefixItems.length ? typeOf(prefixItems[index] ?? true) : restType,
      required: index < least,
    })),
    rest: ends ? undefined : restType,
  };
}

/** Whether a schema's own keywords say anything about items that its type shows. */
export function saysOfItems(schema: SchemaObject): boolean {
  return (
    schema.items !== undefined ||
    ownUnevaluated(schema) !== undefined ||
    startLength(schema) > 0 ||
    schema.maxItems === 0
  );
}

/** How many items the type spells out: those that are described one by one, and those that must be there. */
function startLength(schema: SchemaObject): number {
  const { prefixItems = [], maxItems = Number.POSITIVE_INFINITY } = schema;
  const described = Math.min(prefixItems.length, maxItems);
  const least = leastItems(schema);
  const needed = least <= longestTuple ? least : shortStart;
  return maxItems < needed ? described : Math.max(described, needed);
}

/** How many items there are at least. */
function leastItems({ minItems = 0, contains, minContains = 1 }: SchemaObject): number {
  return contains === undefined ? minItems : Math.max(minItems, minContains);
}

/** `unevaluatedItems` reaches what other schemas in place leave; it is sure only where there are none. */
function ownUnevaluated(schema: SchemaObject): Schema | undefined {
  const alone =
    schema.$ref === undefined && schema.contains === undefined && inPlaceSubschemas(schema).length === 0;
  return alone ? schema.unevaluatedItems : undefined;
}
