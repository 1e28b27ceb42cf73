import { annotationKeywords } from "./annotation-keywords.js";
import type { Location, Schema } from "./schema.js";

/** Whether a schema is a reference and asserts nothing beside it. */
export function onlyRefers(schema: Schema): schema is { readonly $ref: Location } {
  if (typeof schema === "boolean" || schema.$ref === undefined) return false;
  return Object.keys(schema).every((keyword) => keyword === "$ref" || annotationKeywords.has(keyword));
}
