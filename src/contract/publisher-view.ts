import { mapChildren, mapInPlace } from "./map-schema.js";
import {
  childSubschemas,
  type Definition,
  inPlaceSubschemas,
  type Location,
  type Schema,
  type SchemaObject,
} from "./schema.js";
import { closureOf, referencesInPlace } from "./schema-closure.js";

/**
 * What a publisher may send beyond what a schema declares: by default nothing, unless the schema says so (`closed`);
 * nothing, also where it says `additionalProperties: true` and means its readers (`declared-only`); whatever readers
 * take (`as-written`).
 */
export const writers = ["closed", "declared-only", "as-written"] as const;

/** One of {@link writers}. */
export type Writer = (typeof writers)[number];

/** What applies when nothing is said. */
export const defaultWriter: Writer = "closed";

type Definitions = ReadonlyMap<Location, Definition>;

const known = new WeakMap<Definitions, Definitions>();

/** The definitions without `true` for further properties, where that says the same to a reader as saying nothing. */
export function declaredOnly(definitions: Definitions): Definitions {
  const before = known.get(definitions);
  if (before !== undefined) return before;
  const evaluated = evaluatedDefinitions(definitions);
  const view = mapDefinitions(definitions, (schema, location) =>
    withoutTrue(schema, evaluated.has(location)),
  );
  known.set(definitions, view);
  return view;
}

/** The definitions as types show them, where the publishers of `writerOf` refer to them. */
export function publisherTypes(
  definitions: Definitions,
  writersOf: (location: Location) => ReadonlySet<Writer>,
): Definitions {
  const evaluated = evaluatedDefinitions(definitions);
  return mapDefinitions(definitions, (schema, location) => {
    const writers = writersOf(location);
    if (writers.has("as-written")) return withTrue(schema, evaluated.has(location));
    const isStrict = writers.size === 1 && writers.has("declared-only");
    return isStrict ? withoutTrue(schema, evaluated.has(location)) : schema;
  });
}

function mapDefinitions(
  definitions: Definitions,
  change: (schema: Schema, location: Location) => Schema,
): Definitions {
  return new Map(
    [...definitions].map(([location, definition]) => [
      location,
      { ...definition, schema: change(definition.schema, location) },
    ]),
  );
}

/** The definitions that apply in place of a schema which asks what they evaluate: there, `true` evaluates everything. */
function evaluatedDefinitions(definitions: Definitions): ReadonlySet<Location> {
  const found = new Set<Location>();
  const visit = (schema: Schema): void => {
    if (typeof schema === "boolean") return;
    if (asksWhatIsEvaluated(schema)) {
      for (const start of referencesInPlace(schema)) {
        for (const location of closureOf(start, definitions, referencesInPlace)) found.add(location);
      }
    }
    for (const [, inner] of inPlaceSubschemas(schema)) visit(inner);
    for (const [, inner] of childSubschemas(schema)) visit(inner);
  };
  for (const { schema } of definitions.values()) visit(schema);
  return found;
}

function asksWhatIsEvaluated({ unevaluatedProperties }: SchemaObject): boolean {
  return unevaluatedProperties !== undefined && unevaluatedProperties !== true;
}

function withoutTrue(schema: Schema, evaluated: boolean): Schema {
  return mapObjects(schema, evaluated, (object) => {
    const { additionalProperties, unevaluatedProperties, ...rest } = object;
    return {
      ...rest,
      ...(additionalProperties === undefined || additionalProperties === true
        ? {}
        : { additionalProperties }),
      ...(unevaluatedProperties === undefined || unevaluatedProperties === true
        ? {}
        : { unevaluatedProperties }),
    };
  });
}

function withTrue(schema: Schema, evaluated: boolean): Schema {
  return mapObjects(schema, evaluated, (object) =>
    object.additionalProperties === undefined && object.unevaluatedProperties === undefined
      ? { ...object, additionalProperties: true }
      : object,
  );
}

/**
 * Changes each object schema that declares properties, except those whose evaluated properties another keyword depends
 * on.
 */
function mapObjects(
  schema: Schema,
  evaluated: boolean,
  change: (schema: SchemaObject) => SchemaObject,
): Schema {
  if (typeof schema === "boolean") return schema;
  const asked = evaluated || asksWhatIsEvaluated(schema);
  const declares = schema.properties !== undefined || schema.patternProperties !== undefined;
  const own = declares && !asked ? change(schema) : schema;
  return {
    ...own,
    ...mapChildren(own, (inner) => mapObjects(inner, false, change)),
    ...mapInPlace(own, (inner) => mapObjects(inner, asked, change)),
  };
}
