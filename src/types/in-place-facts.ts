import { inPlaceSubschemas, type Location, type Schema } from "../contract/schema.js";
import { referencesInPlace } from "../contract/schema-closure.js";

/**
 * Finds a fact of a schema that follows from its own keywords and from the same fact of each schema that applies to the
 * same value. Each definition is asked once, and after those that it refers to, so that long chains do not nest.
 */
export function newInPlaceFacts<Fact>(
  resolve: (location: Location) => Schema,
  factOf: (schema: Schema, referred: Fact | undefined, parts: readonly InPlacePart<Fact>[]) => Fact,
): (schema: Schema) => Fact {
  const known = new Map<Location, Fact>();
  const fact = (schema: Schema): Fact => {
    if (typeof schema === "boolean") return factOf(schema, undefined, []);
    const parts = inPlaceSubschemas(schema).map(([keyword, part]) => ({
      keyword,
      fact: fact(part),
      part,
    }));
    return factOf(schema, schema.$ref === undefined ? undefined : known.get(schema.$ref), parts);
  };
  return (schema) => {
    for (const location of inPlaceOrder(schema, known, resolve)) known.set(location, fact(resolve(location)));
    return fact(schema);
  };
}

/** One schema that applies in place, with the keyword that holds it. */
export interface InPlacePart<Fact> {
  readonly keyword: string;
  readonly part: Schema;
  readonly fact: Fact;
}

/** The locations that references in place lead to and that are not known yet, the farthest first. */
function inPlaceOrder(
  root: Schema,
  known: ReadonlyMap<Location, unknown>,
  resolve: (location: Location) => Schema,
): Location[] {
  const reached = new Set<Location>();
  const order: Location[] = [];
  const open: { readonly location: Location | undefined; readonly next: Location[] }[] = [
    { location: undefined, next: [...referencesInPlace(root)] },
  ];
  for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
    const next = top.next.pop();
    if (next === undefined) {
      if (top.location !== undefined) order.push(top.location);
      open.pop();
    } else if (!known.has(next) && !reached.has(next)) {
      reached.add(next);
      open.push({ location: next, next: [...referencesInPlace(resolve(next))] });
    }
  }
  return order;
}
