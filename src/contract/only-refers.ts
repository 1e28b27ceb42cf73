import type { Location, Schema } from "./schema.js";

const annotations: ReadonlySet<string> = new Set([
  "$ref",
  "title",
  "description",
  "default",
  "examples",
  "deprecated",
]);

/** Whether a schema is a reference and asserts nothing beside it. */
export function onlyRefers(schema: Schema): schema is { readonly $ref: Location } {
  if (typeof schema === "boolean" || schema.$ref === undefined) return false;
  return Object.keys(schema).every((keyword) => annotations.has(keyword));
}
