import { declares, isExplicit } from "./object-shape.js";
import { childSubschemas, type Definition, inPlaceSubschemas, type Location, type Schema } from "./schema.js";
import { referencesOf } from "./schema-closure.js";

type Definitions = ReadonlyMap<Location, Definition>;

const known = new WeakMap<Definitions, (schema: Schema) => boolean>();

/**
 * Finds out for any schema of a contract whether some object in it, or in what it refers to, is open only because it
 * says nothing about further properties. Computed once for all versions of the contract.
 */
export function opennessOf(definitions: Definitions): (schema: Schema) => boolean {
  const before = known.get(definitions);
  if (before !== undefined) return before;
  const open = openDefinitions(definitions);
  const answers = new WeakMap<object, boolean>();
  const opens = (schema: Schema): boolean => {
    if (typeof schema === "boolean") return false;
    const answer = answers.get(schema) ?? (opensItself(schema) || refersTo(open, schema));
    answers.set(schema, answer);
    return answer;
  };
  known.set(definitions, opens);
  return opens;
}

/** Spreads from the definitions that are open themselves to all that lead to them. */
function openDefinitions(definitions: Definitions): ReadonlySet<Location> {
  const users = new Map<Location, Location[]>();
  const open = new Set<Location>();
  for (const [location, { schema }] of definitions) {
    if (opensItself(schema)) open.add(location);
    for (const used of referencesOf(schema)) {
      const list = users.get(used);
      if (list) list.push(location);
      else users.set(used, [location]);
    }
  }
  // A set that grows while it is walked visits what was added.
  for (const location of open) for (const user of users.get(location) ?? []) open.add(user);
  return open;
}

function refersTo(open: ReadonlySet<Location>, schema: Schema): boolean {
  for (const location of referencesOf(schema)) if (open.has(location)) return true;
  return false;
}

const itself = new WeakMap<object, boolean>();

function opensItself(schema: Schema): boolean {
  if (typeof schema === "boolean") return false;
  const before = itself.get(schema);
  if (before !== undefined) return before;
  const answer =
    (declares(schema) && !isExplicit(schema)) ||
    [...inPlaceSubschemas(schema), ...childSubschemas(schema)].some(([, inner]) => opensItself(inner));
  itself.set(schema, answer);
  return answer;
}
