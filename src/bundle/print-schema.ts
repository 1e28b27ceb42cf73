import type { Json, JsonObject } from "../contract/json.js";
import { mapSubschemas } from "../contract/map-schema.js";
import type { Location, Schema, SchemaObject } from "../contract/schema.js";

/** Gives the `$ref` by which a document refers to a definition. */
export type ReferenceTo = (location: Location) => string;

/** A schema as JSON of draft 2020-12: one type is a string, and references are those of the document. */
export function printSchema(schema: Schema, referenceTo: ReferenceTo): boolean | JsonObject {
  if (typeof schema === "boolean") return schema;
  const printed: SchemaObject = {
    ...schema,
    ...mapSubschemas(schema, (inner) => printSchema(inner, referenceTo) as Schema),
  };
  const { $ref, type } = printed;
  const [only, another] = type ?? [];
  return {
    ...(printed as unknown as JsonObject),
    ...($ref === undefined ? {} : { $ref: referenceTo($ref) }),
    ...(only === undefined || another !== undefined ? {} : { type: only as Json }),
  };
}
