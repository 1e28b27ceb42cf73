import { inPlaceSubschemas, type Location, type Schema } from "../contract/schema.js";

/** More schemas than this beside each other are not searched. */
const mostSearched = 500;

/**
 * Names that some schema in place requires, or makes others depend on, and that none describes. A publisher may send
 * them in every case, whatever the case says of them.
 */
export function mentionedNames(root: Schema, resolve: (location: Location) => Schema): string[] {
  const mentioned = new Set<string>();
  const described = new Set<string>();
  const reached = new Set<Schema>([root]);
  for (const schema of reached) {
    if (typeof schema === "boolean") continue;
    const { required = [], dependentRequired = {}, dependentSchemas = {}, properties = {} } = schema;
    for (const name of Object.keys(properties)) described.add(name);
    const dependent = Object.entries(dependentRequired).flatMap(([name, names]) => [name, ...names]);
    for (const name of [...required, ...dependent, ...Object.keys(dependentSchemas)]) mentioned.add(name);
    if (reached.size > mostSearched) break;
    if (schema.$ref !== undefined) reached.add(resolve(schema.$ref));
    for (const [keyword, part] of inPlaceSubschemas(schema)) if (keyword !== "not") reached.add(part);
  }
  return [...mentioned].filter((name) => !described.has(name));
}
