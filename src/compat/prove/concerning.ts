import type { Bundle } from "../../contract/bundle.js";
import { mapSubschemas } from "../../contract/map-schema.js";
import type { Location, Schema } from "../../contract/schema.js";
import { referencesOf } from "../../contract/schema-closure.js";
import { isObject, type Json } from "../../json/json.js";

/**
 * What a schema says of instances in which only these names occur: of `properties`, which concerns names that the
 * instance has (2020-12, Core, 10.3.2.1), the others are left out, with the definitions that only they lead to.
 */
export function concerning({ root, definitions }: Bundle, names: ReadonlySet<string>): Bundle {
  const keep = (schema: Schema): Schema => {
    if (typeof schema === "boolean") return schema;
    const { properties } = schema;
    if (properties === undefined) return { ...schema, ...mapSubschemas(schema, keep) };
    const named = Object.entries(properties).filter(([name]) => names.has(name));
    const kept = { ...schema, properties: Object.fromEntries(named) };
    return { ...kept, ...mapSubschemas(kept, keep) };
  };
  const kept = new Map<Location, Schema>();
  const reached = new Set([root]);
  // a set that grows while it is walked visits what was added
  for (const location of reached) {
    const schema = keep(definitions.get(location) ?? true);
    kept.set(location, schema);
    for (const next of referencesOf(schema)) reached.add(next);
  }
  return { root, definitions: kept };
}

/** Every name that a value has at any depth. */
export function propertyNamesIn(value: Json, found: Set<string> = new Set()): ReadonlySet<string> {
  if (Array.isArray(value)) for (const item of value) propertyNamesIn(item as Json, found);
  else if (isObject(value)) {
    for (const [name, inner] of Object.entries(value)) {
      found.add(name);
      propertyNamesIn(inner, found);
    }
  }
  return found;
}
