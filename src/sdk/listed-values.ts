import { pascalCase } from "../contract/names.js";
import {
  type Definition,
  inPlaceSubschemas,
  type Location,
  type Schema,
  type SchemaObject,
} from "../contract/schema.js";

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

/** A schema to look at, or, without a path, one to leave again. */
interface Step {
  readonly schema: SchemaObject;
  readonly path?: readonly string[];
}

/** Works without recursion: references lead through chains as long as the loader allows. */
function listedPlaces(root: Location, definitions: ReadonlyMap<Location, Definition>): Iterable<Place> {
  const found = new Map<string, Place>();
  const within = new Set<Schema>();
  const steps: Step[] = [{ schema: { $ref: root }, path: [] }];
  let places = 0;
  for (let step = steps.pop(); step !== undefined; step = steps.pop()) {
    const { schema, path } = step;
    if (path === undefined) {
      within.delete(schema);
      continue;
    }
    places += 1;
    if (places > mostPlaces || within.has(schema)) continue;
    within.add(schema);
    const values = schema.const === undefined ? schema.enum : [schema.const];
    if (path.length > 0 && values?.every(isScalar)) {
      const key = JSON.stringify(path);
      const place = found.get(key) ?? { path, values: new Set<Scalar>() };
      for (const value of values) place.values.add(value as Scalar);
      found.set(key, place);
    }
    steps.push({ schema });
    for (const next of stepsFrom(schema, path, definitions).reverse()) steps.push(next);
  }
  return found.values();
}

/** The schemas inside one that list values of the same place, of its items, or of its members. */
function stepsFrom(
  schema: SchemaObject,
  path: readonly string[],
  definitions: ReadonlyMap<Location, Definition>,
): Step[] {
  const { $ref, prefixItems = [], items, properties = {} } = schema;
  const inPlace = [...inPlaceSubschemas(schema)].flatMap(([keyword, part]) =>
    keyword === "not" || keyword === "if" ? [] : [part],
  );
  const here = [
    $ref === undefined ? undefined : definitions.get($ref)?.schema,
    ...inPlace,
    ...prefixItems,
    items,
  ];
  const members = path.length >= deepest ? [] : Object.entries(properties);
  const all = [
    ...here.map((part) => [part, path] as const),
    ...members.map(([name, part]) => [part, [...path, name]] as const),
  ];
  return all.flatMap(([part, at]) => (typeof part === "object" ? [{ schema: part, path: at }] : []));
}

function isScalar(value: unknown): boolean {
  return value === null || typeof value !== "object";
}
