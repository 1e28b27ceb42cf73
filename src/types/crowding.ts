import { inPlaceSubschemas, type Location, type Schema } from "../contract/schema.js";

/**
 * More conditions than this on one value end in one wide type, whatever each of them leaves: their cases multiply far
 * beyond what is combined.
 */
const mostConditions = 200;

/** Finds schemas with more conditions (`if`), in everything that applies to the same value, than types can follow. */
export function newCrowding(resolve: (location: Location) => Schema): (root: Schema) => boolean {
  const known = new Map<Schema, boolean>();
  return (root) => {
    const answer = known.get(root) ?? isCrowded(root, resolve);
    known.set(root, answer);
    return answer;
  };
}

function isCrowded(root: Schema, resolve: (location: Location) => Schema): boolean {
  let conditions = 0;
  const reached = new Set<Schema>([root]);
  for (const schema of reached) {
    if (typeof schema === "boolean") continue;
    if (schema.if !== undefined) conditions += 1;
    if (conditions > mostConditions) return true;
    if (schema.$ref !== undefined) reached.add(resolve(schema.$ref));
    for (const [, part] of inPlaceSubschemas(schema)) reached.add(part);
  }
  return false;
}
