import type { Definition, Location, Schema, SchemaObject } from "../contract/schema.js";
import { acceptsScalar, isScalar, type Scalar } from "../types/scalar-validity.js";
import { constantName } from "./constant-name.js";

/** Values that a version lists for one of its members, as a constant of its module. */
export interface ListedValues {
  readonly name: string;
  readonly values: readonly Scalar[];
}

/** Members nested deeper get no constant, since they are rarely needed at run time. */
const deepest = 6;
/** Longer lists get no constant. */
export const longest = 1_000;
/** How many constants a version may have, in the order of its schema. */
export const mostConstants = 200;
const mostPlaces = 20_000;

/**
 * What `enum` and `const` list at each place of a version's payload, by the path of its members: `status` of the event
 * `order` is `orderStatus`. Alternatives that list values for one member are one list; of lists that hold together
 * there is what all of them have. `taken` names are passed over.
 */
export function listedValues(
  family: string,
  root: Location,
  definitions: ReadonlyMap<Location, Definition>,
  taken: ReadonlySet<string>,
): ListedValues[] {
  const found = new ListedPlaces(definitions).of({ $ref: root });
  const listed = [...byMembers(found).values()].flatMap(({ path, values }) => {
    if (path.length === 0 || values.length === 0 || values.length > longest) return [];
    const name = constantName(family, path.map(String));
    return taken.has(name) ? [] : [{ name, values }];
  });
  return listed.slice(0, mostConstants);
}

/** Schemas inside each other, through references, in which lists are looked for: a stack has no room for all chains. */
const deepestSchema = 200;

/** The step from an array to its items, whatever their index. */
const item = 0;

/** What is listed for the value at one place below a schema. */
interface Place {
  readonly path: readonly (string | typeof item)[];
  readonly values: readonly Scalar[];
  /** False where other values are accepted, too. */
  readonly closed: boolean;
}

/** By the path, in the order of the schema. */
type Places = ReadonlyMap<string, Place>;

const nowhere: Places = new Map();

/** Gathers the lists of one version; a class because together they inspect only a limited number of schemas. */
class ListedPlaces {
  readonly #definitions: ReadonlyMap<Location, Definition>;
  #left = mostPlaces;

  constructor(definitions: ReadonlyMap<Location, Definition>) {
    this.#definitions = definitions;
  }

  of(schema: Schema, depth = 0, within: ReadonlySet<Schema> = new Set()): Places {
    this.#left -= 1;
    if (typeof schema === "boolean" || this.#left < 0) return nowhere;
    if (within.size >= deepestSchema || within.has(schema)) return nowhere;
    const inside = new Set(within).add(schema);
    const inner = (part: Schema): Places => this.of(part, depth, inside);
    const { $ref, allOf = [], anyOf, oneOf, if: condition, then = true, else: otherwise = true } = schema;
    const { dependentSchemas = {}, prefixItems = [], items, properties = {} } = schema;
    const all = allTogether([
      ownPlace(schema),
      ...($ref === undefined ? [] : [inner(this.#resolve($ref))]),
      ...allOf.map(inner),
      ...(anyOf === undefined ? [] : [eitherOf(anyOf.map(inner))]),
      ...(oneOf === undefined ? [] : [eitherOf(oneOf.map(inner))]),
      ...(condition === undefined ? [] : [eitherOf([inner(then), inner(otherwise)])]),
      ...Object.values(dependentSchemas).map((part) => eitherOf([inner(part), nowhere])),
      below(item, eitherOf([...prefixItems, ...(items === undefined ? [] : [items])].map(inner))),
      ...(depth >= deepest ? [] : Object.entries(properties)).map(([name, part]) =>
        below(name, this.of(part, depth + 1, inside)),
      ),
    ]);
    return accepted(all, schema, (location) => this.#resolve(location));
  }

  #resolve(location: Location): Schema {
    return this.#definitions.get(location)?.schema ?? true;
  }
}

function ownPlace({ const: constant, enum: values }: SchemaObject): Places {
  const listed = constant === undefined ? values : [constant];
  if (listed === undefined || !listed.every(isScalar)) return nowhere;
  return new Map([[keyOf([]), { path: [], values: [...new Set(listed as Scalar[])], closed: true }]]);
}

/** Without the values at the root that the schema's own keywords refuse, such as those of another `type`. */
function accepted(places: Places, schema: SchemaObject, resolve: (location: Location) => Schema): Places {
  const root = places.get(keyOf([]));
  if (root === undefined) return places;
  const { $ref, allOf, anyOf, oneOf, const: constant, enum: listed, ...own } = schema;
  const values = root.values.filter((value) => acceptsScalar(own, value, resolve) !== false);
  return new Map([...places, [keyOf([]), { ...root, values }]]);
}

function below(step: string | typeof item, places: Places): Places {
  const lower = [...places.values()].map((place) => ({ ...place, path: [step, ...place.path] }));
  return new Map(lower.map((place) => [keyOf(place.path), place]));
}

/** The items of a member are listed under the member's name. */
function byMembers(places: Places): Places {
  const named = [...places.values()].map((place) => ({
    ...place,
    path: place.path.filter((step) => step !== item),
  }));
  return eitherOf(named.map((place) => new Map([[keyOf(place.path), place]])));
}

/** Where all of these hold: a closed list leaves what every other closed list has, too. */
function allTogether(parts: readonly Places[]): Places {
  return merged(parts, (a, b) => {
    if (a.closed !== b.closed) return a.closed ? a : b;
    const both = new Set(b.values);
    const values = a.closed
      ? a.values.filter((value) => both.has(value))
      : [...new Set([...a.values, ...b.values])];
    return { ...a, values };
  });
}

/** Where one of these holds: what any of them lists, and anything where one of them lists nothing. */
function eitherOf(parts: readonly Places[]): Places {
  const joined = merged(parts, (a, b) => ({
    path: a.path,
    values: [...new Set([...a.values, ...b.values])],
    closed: a.closed && b.closed,
  }));
  return new Map(
    [...joined].map(([key, place]) => [
      key,
      { ...place, closed: place.closed && parts.every((part) => part.has(key)) },
    ]),
  );
}

function merged(parts: readonly Places[], merge: (a: Place, b: Place) => Place): Places {
  const all = new Map<string, Place>();
  for (const part of parts) {
    for (const [key, place] of part) {
      const before = all.get(key);
      all.set(key, before === undefined ? place : merge(before, place));
    }
  }
  return all;
}

function keyOf(path: Place["path"]): string {
  return JSON.stringify(path);
}
