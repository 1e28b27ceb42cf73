import {
  childSubschemas,
  type Definition,
  inPlaceSubschemas,
  type Location,
  type Schema,
  type SchemaObject,
} from "./schema.js";

const known = new WeakMap<SchemaObject, ReadonlySet<Location>>();
const nowhere: ReadonlySet<Location> = new Set();

/**
 * Every location that a schema refers to directly, anywhere inside it, each once and in order of appearance. Asked
 * again and again of the same schemas, so the answer is kept with each.
 */
export function referencesOf(schema: Schema): ReadonlySet<Location> {
  if (typeof schema === "boolean") return nowhere;
  const before = known.get(schema);
  if (before !== undefined) return before;
  const found = new Set<Location>();
  if (schema.$ref !== undefined) found.add(schema.$ref);
  const visit = (inner: Schema): void => {
    for (const location of referencesOf(inner)) found.add(location);
  };
  for (const [, subschema] of inPlaceSubschemas(schema)) visit(subschema);
  for (const [, subschema] of childSubschemas(schema)) visit(subschema);
  const references = found.size === 0 ? nowhere : found;
  known.set(schema, references);
  return references;
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

/** Everything that some locations lead to, themselves included. */
export function reachedFrom(
  roots: readonly Location[],
  definitions: ReadonlyMap<Location, Definition>,
): ReadonlySet<Location> {
  return new Set(roots.flatMap((root) => [...closureOf(root, definitions)]));
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
