import { inPlaceSubschemas, type Location, type Schema, type SchemaObject } from "./schema.js";

/** The `contains` of a schema and of all that applies beside it to every value: through `allOf` and `$ref`. */
export function certainContains(schema: SchemaObject, resolve: (location: Location) => Schema): Schema[] {
  return containsIn(schema, resolve, new Set(["allOf"]));
}

/** True when a `contains` applies to some values only, so that which items it evaluates cannot be said beforehand. */
export function hasUncertainContains(schema: SchemaObject, resolve: (location: Location) => Schema): boolean {
  const branches = new Set(["allOf", "anyOf", "oneOf", "if", "then", "else", "dependentSchemas"]);
  return containsIn(schema, resolve, branches).length > certainContains(schema, resolve).length;
}

function containsIn(
  schema: Schema,
  resolve: (location: Location) => Schema,
  through: ReadonlySet<string>,
): Schema[] {
  if (typeof schema === "boolean") return [];
  const inner = [...inPlaceSubschemas(schema)]
    .filter(([keyword]) => through.has(keyword))
    .map(([, each]) => each);
  const referred = schema.$ref === undefined ? [] : [resolve(schema.$ref)];
  return [
    ...(schema.contains === undefined ? [] : [schema.contains]),
    ...[...inner, ...referred].flatMap((each) => containsIn(each, resolve, through)),
  ];
}
