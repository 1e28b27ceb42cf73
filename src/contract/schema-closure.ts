import { childSubschemas, type Definition, inPlaceSubschemas, type Location, type Schema } from "./schema.js";

/** Every location that a schema refers to directly, anywhere inside it, each once and in order of appearance. */
export function referencesOf(schema: Schema): ReadonlySet<Location> {
  const found = new Set<Location>();
  const visit = (inner: Schema): void => {
    if (typeof inner === "boolean") return;
    if (inner.$ref !== undefined) found.add(inner.$ref);
    for (const [, subschema] of inPlaceSubschemas(inner)) visit(subschema);
    for (const [, subschema] of childSubschemas(inner)) visit(subschema);
  };
  visit(schema);
  return found;
}

/** The locations that apply to the same value as the schema itself: what a reference in place leads to. */
export function referencesInPlace(schema: Schema): ReadonlySet<Location> {
  const found = new Set<Location>();
  const visit = (inner: Schema): void => {
    if (typeof inner === "boolean") return;
    if (inner.$ref !== undefined) found.add(inner.$ref);
    for (const [, subschema] of inPlaceSubschemas(inner)) visit(subschema);
  };
  visit(schema);
  return found;
}

/** A location and everything that it leads to, itself first. */
export function closureOf(
  root: Location,
  definitions: ReadonlyMap<Location, Definition>,
  references: (schema: Schema) => ReadonlySet<Location> = referencesOf,
): ReadonlySet<Location> {
  const reached = new Set([root]);
  // A set that grows while it is walked visits what was added.
  for (const location of reached) {
    const definition = definitions.get(location);
    if (definition) for (const next of references(definition.schema)) reached.add(next);
  }
  return reached;
}
