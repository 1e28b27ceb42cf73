import type { Json } from "../contract/json.js";
import type { Location, Schema } from "../contract/schema.js";

/** The six kinds of JSON values. */
export type Kind = "string" | "number" | "boolean" | "null" | "array" | "object";

/** All six, in the order in which they are written. */
export const allKinds: ReadonlySet<Kind> = new Set([
  "string",
  "number",
  "boolean",
  "null",
  "array",
  "object",
]);

/** The kind of a value. */
export function kindOf(value: Json): Kind {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return typeof value as Kind;
}

/**
 * Tells which kinds a schema may accept, looking through references and everything in place; never too few. Remembers
 * each definition, so that schemas which share them stay cheap. The loader refuses references that never end in place.
 */
export function kindReader(resolve: (location: Location) => Schema): (schema: Schema) => ReadonlySet<Kind> {
  const known = new Map<Location, ReadonlySet<Kind>>();
  const kindsOf = (schema: Schema): ReadonlySet<Kind> => {
    if (typeof schema === "boolean") return schema ? allKinds : new Set();
    const limits: ReadonlySet<Kind>[] = [];
    if (schema.type) limits.push(new Set(schema.type.map((type) => (type === "integer" ? "number" : type))));
    if (schema.const !== undefined) limits.push(new Set([kindOf(schema.const)]));
    if (schema.enum) limits.push(new Set(schema.enum.map(kindOf)));
    if (schema.$ref !== undefined) limits.push(kindsAt(schema.$ref));
    for (const child of schema.allOf ?? []) limits.push(kindsOf(child));
    for (const branches of [schema.anyOf, schema.oneOf]) {
      if (branches) limits.push(new Set(branches.flatMap((branch) => [...kindsOf(branch)])));
    }
    return new Set([...allKinds].filter((kind) => limits.every((limit) => limit.has(kind))));
  };
  const kindsAt = (location: Location): ReadonlySet<Kind> => {
    const kinds = known.get(location) ?? kindsOf(resolve(location));
    known.set(location, kinds);
    return kinds;
  };
  return kindsOf;
}
