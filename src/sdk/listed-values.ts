import { pascalCase } from "../contract/names.js";
import type { Definition, Location, Schema } from "../contract/schema.js";
import { inPlaceSubschemas } from "../contract/schema.js";

/** Values that a version lists for one of its members, as a constant of its module. */
export interface ListedValues {
  readonly name: string;
  readonly values: readonly Scalar[];
}

type Scalar = string | number | boolean | null;

/** Deeper members, longer lists and more constants are rarely needed at run time. */
const deepest = 6;
const longest = 1_000;
const mostConstants = 200;
const mostPlaces = 20_000;

/**
 * What `enum` and `const` list at each place of a version's payload, by the path of its members: `status` of the event
 * `order` is `orderStatus`. Alternatives that list values for one member are one list. `taken` names are passed over.
 */
export function listedValues(
  family: string,
  root: Location,
  definitions: ReadonlyMap<Location, Definition>,
  taken: ReadonlySet<string>,
): ListedValues[] {
  const named = new Map<string, ListedValues>();
  for (const { path, values } of listedPlaces(root, definitions)) {
    const name = `${family}${path.map(pascalCase).join("")}`;
    if (values.size > longest || named.size >= mostConstants) continue;
    if (!taken.has(name) && !named.has(name)) named.set(name, { name, values: [...values] });
  }
  return [...named.values()];
}

interface Place {
  readonly path: readonly string[];
  readonly values: Set<Scalar>;
}

function listedPlaces(root: Location, definitions: ReadonlyMap<Location, Definition>): Iterable<Place> {
  const found = new Map<string, Place>();
  let places = 0;
  const visit = (schema: Schema, path: readonly string[], within: ReadonlySet<Schema>): void => {
    places += 1;
    if (typeof schema === "boolean" || places > mostPlaces || within.has(schema)) return;
    const inside = new Set(within).add(schema);
    const values = schema.const === undefined ? schema.enum : [schema.const];
    if (path.length > 0 && values?.every(isScalar)) {
      const key = JSON.stringify(path);
      const place = found.get(key) ?? { path, values: new Set<Scalar>() };
      for (const value of values) place.values.add(value as Scalar);
      found.set(key, place);
    }
    if (schema.$ref !== undefined) visit(definitions.get(schema.$ref)?.schema ?? true, path, inside);
    for (const [keyword, part] of inPlaceSubschemas(schema)) {
      if (keyword !== "not" && keyword !== "if") visit(part, path, inside);
    }
    for (const item of [...(schema.prefixItems ?? []), schema.items]) {
      if (item !== undefined) visit(item, path, inside);
    }
    if (path.length >= deepest) return;
    for (const [name, child] of Object.entries(schema.properties ?? {}))
      visit(child, [...path, name], inside);
  };
  visit({ $ref: root }, [], new Set());
  return found.values();
}

function isScalar(value: unknown): boolean {
  return value === null || typeof value !== "object";
}
