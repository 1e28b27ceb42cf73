import { mapSubschemas } from "../contract/map-schema.js";
import type { Location, Schema, SchemaObject } from "../contract/schema.js";
import type { Json, JsonObject } from "../json/json.js";

/** Gives the `$ref` by which a document refers to a definition. */
export type ReferenceTo = (location: Location) => string;

/** A schema as JSON of draft 2020-12: one type is a string, and references are those of the document. */
export function printSchema(schema: Schema, referenceTo: ReferenceTo): boolean | JsonObject {
  return printWith(schema, referenceTo, (own) => own);
}

/**
 * The same with each schema, the innermost first, in another spelling; the spelling sees what is inside of a schema in
 * its own one already.
 */
export function printWith(
  schema: Schema,
  referenceTo: ReferenceTo,
  spell: (schema: SchemaObject) => object,
): boolean | JsonObject {
  if (typeof schema === "boolean") return schema;
  const { $ref, type } = schema;
  const [only, another] = type ?? [];
  const printed = {
    ...schema,
    ...($ref === undefined ? {} : { $ref: referenceTo($ref) }),
    ...(only === undefined || another !== undefined ? {} : { type: only as Json }),
    ...mapSubschemas(schema, (inner) => printWith(inner, referenceTo, spell) as Schema),
  };
  return spell(printed as SchemaObject) as JsonObject;
}
