import { inReferenceOrder } from "./reference-order.js";
import { inPlaceSubschemas, type Location, type Schema, type SchemaObject } from "./schema.js";

/** The `contains` of a schema and of all that applies beside it to every value: through `allOf` and `$ref`. */
export function certainContains(schema: SchemaObject, resolve: (location: Location) => Schema): Schema[] {
  const found: Schema[] = [];
  const seen = new Set<Schema>();
  const pending: Schema[] = [schema];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (typeof next === "boolean" || seen.has(next)) continue;
    seen.add(next);
    if (next.contains !== undefined) found.push(next.contains);
    if (next.$ref !== undefined) pending.push(resolve(next.$ref));
    for (const inner of [...(next.allOf ?? [])].reverse()) pending.push(inner);
  }
  return found;
}

/**
 * Finds out for any schema whether a `contains` applies to some values only, so that which items it evaluates cannot
 * be known beforehand. References must end in place.
 */
export function uncertainContainsReader(
  resolve: (location: Location) => Schema,
): (schema: SchemaObject) => boolean {
  const anywhere = inReferenceOrder<boolean>(resolve, function holds(schema, at): boolean {
    if (typeof schema === "boolean") return false;
    if (schema.contains !== undefined || (schema.$ref !== undefined && at(schema.$ref))) return true;
    return branchesOf(schema).some(([, inner]) => holds(inner, at));
  });
  return inReferenceOrder<boolean>(resolve, function uncertain(schema, at): boolean {
    if (typeof schema === "boolean") return false;
    if (schema.$ref !== undefined && at(schema.$ref)) return true;
    return branchesOf(schema).some(([keyword, inner]) =>
      keyword === "allOf" ? uncertain(inner, at) : anywhere(inner),
    );
  });
}

function branchesOf(schema: SchemaObject): [keyof SchemaObject, Schema][] {
  return [...inPlaceSubschemas(schema)].filter(([keyword]) => keyword !== "not");
}
