import { inPlaceSubschemas, type Location, type Schema } from "../contract/schema.js";

/** More schemas than this beside each other are not searched. */
const mostSearched = 500;

/** The names that the schemas which apply to one value mention, outside of `not`. */
export interface NamesInPlace {
  /** Those that some schema describes. */
  readonly described: readonly string[];
  /**
   * Those that some schema requires, or makes others depend on, and that none describes. A publisher may send them in
   * every case, whatever the case says of them.
   */
  readonly mentioned: readonly string[];
  /** Whether some schema describes further names by patterns. */
  readonly hasPatterns: boolean;
}

/** Gathers the names of a schema and of everything that may apply beside it, in cases that cannot occur, too. */
export function namesInPlace(root: Schema, resolve: (location: Location) => Schema): NamesInPlace {
  const mentioned = new Set<string>();
  const described = new Set<string>();
  let hasPatterns = false;
  const reached = new Set<Schema>([root]);
  for (const schema of reached) {
    if (typeof schema === "boolean") continue;
    hasPatterns ||= schema.patternProperties !== undefined;
    const { required = [], dependentRequired = {}, dependentSchemas = {}, properties = {} } = schema;
    for (const name of Object.keys(properties)) described.add(name);
    const dependent = Object.entries(dependentRequired).flatMap(([name, names]) => [name, ...names]);
    for (const name of [...required, ...dependent, ...Object.keys(dependentSchemas)]) mentioned.add(name);
    if (reached.size > mostSearched) break;
    if (schema.$ref !== undefined) reached.add(resolve(schema.$ref));
    for (const [keyword, part] of inPlaceSubschemas(schema)) if (keyword !== "not") reached.add(part);
  }
  const others = [...mentioned].filter((name) => !described.has(name));
  return { described: [...described], mentioned: others, hasPatterns };
}

/**
 * The names that schemas in place describe, without those of some branches; `undefined` where that is not known, since
 * a pattern describes some or there are too many schemas.
 */
export function describedBeside(
  root: Schema,
  branches: readonly Schema[],
  resolve: (location: Location) => Schema,
): ReadonlySet<string> | undefined {
  const described = new Set<string>();
  const reached = new Set<Schema>([root]);
  for (const schema of reached) {
    if (typeof schema === "boolean") continue;
    if (schema.patternProperties !== undefined || reached.size > mostSearched) return undefined;
    for (const name of Object.keys(schema.properties ?? {})) described.add(name);
    if (schema.$ref !== undefined) reached.add(resolve(schema.$ref));
    for (const [keyword, part] of inPlaceSubschemas(schema))
      if (keyword !== "not" && !branches.includes(part)) reached.add(part);
  }
  return described;
}
