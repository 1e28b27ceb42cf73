import { componentsOf } from "./components.js";
import type { Location, Schema } from "./schema.js";
import { referencesInPlace } from "./schema-closure.js";

/**
 * A function over schemas whose answer depends on what their references in place lead to. Each definition is computed
 * once, after those that it refers to, so that a chain of any length needs no recursion. `at` gives a definition's
 * value. References must end in place, as the loader makes sure.
 */
export function inReferenceOrder<Value>(
  resolve: (location: Location) => Schema,
  compute: (schema: Schema, at: (location: Location) => Value) => Value,
): (schema: Schema) => Value {
  const known = new Map<Location, Value>();
  const unknownIn = (location: Location): Location[] =>
    [...referencesInPlace(resolve(location))].filter((each) => !known.has(each));
  const at = (location: Location): Value => {
    if (!known.has(location)) {
      for (const each of componentsOf([location], unknownIn).flat())
        known.set(each, compute(resolve(each), at));
    }
    return known.get(location) as Value;
  };
  return (schema) => compute(schema, at);
}
