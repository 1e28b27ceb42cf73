import { inPlaceSubschemas, type Schema, type SchemaObject } from "../contract/schema.js";
import { type TypeExpression, unknownType } from "./type-expression.js";

/** What a schema's own keywords say about the items of an array, or `undefined` when that is nothing. */
export function arrayType(
  schema: SchemaObject,
  typeOf: (schema: Schema) => TypeExpression,
): TypeExpression | undefined {
  const { prefixItems, items } = schema;
  const rest = items ?? ownUnevaluated(schema);
  if (prefixItems === undefined)
    return rest === undefined ? undefined : { kind: "array", items: typeOf(rest) };
  const { minItems = 0 } = schema;
  const most = schema.maxItems ?? Number.POSITIVE_INFINITY;
  return {
    kind: "tuple",
    items: prefixItems
      .slice(0, most)
      .map((item, index) => ({ type: typeOf(item), required: index < minItems })),
    rest:
      rest === false || most <= prefixItems.length
        ? undefined
        : rest === undefined
          ? unknownType
          : typeOf(rest),
  };
}

/** `unevaluatedItems` reaches what other schemas in place leave; it is sure only where there are none. */
function ownUnevaluated(schema: SchemaObject): Schema | undefined {
  const alone =
    schema.$ref === undefined && schema.contains === undefined && [...inPlaceSubschemas(schema)].length === 0;
  return alone ? schema.unevaluatedItems : undefined;
}
