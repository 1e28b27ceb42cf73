import type { Bundle } from "../contract/bundle.js";
import { mapSubschemas } from "../contract/map-schema.js";
import type { Location, Schema } from "../contract/schema.js";

/** A bundle as one schema for ajv: definitions under `$defs` by number, `$ref`s to them, annotations left out. */
export function ajvSchema({ root, definitions }: Bundle): Record<string, unknown> {
  const numbers = new Map([...definitions.keys()].map((location, index) => [location, index]));
  const reference = (location: Location): string => `#/$defs/${numbers.get(location) ?? 0}`;
  const write = (schema: Schema): Schema => {
    if (typeof schema === "boolean") return schema;
    const { $ref, type, title, description, default: _default, examples, deprecated, uniqueItems, ...rest } = schema;
    const [only] = type ?? [];
    return {
      ...rest,
      ...mapSubschemas(schema, write),
      // A lone type as text: ajv then needs no copy of the schema in its output to report it.
      ...(type === undefined ? {} : { type: (type.length === 1 ? only : type) as typeof type }),
      ...(uniqueItems ? { [uniqueKeyword]: true } : {}),
      ...($ref === undefined ? {} : { $ref: reference($ref) }),
    };
  };
  const $defs = Object.fromEntries([...definitions].map(([location, schema]) => [numbers.get(location), write(schema)]));
  return { $ref: reference(root), $defs };
}

/** Stands for `uniqueItems`, whose own form in ajv compares each item with each. */
export const uniqueKeyword = "distinctItems";
