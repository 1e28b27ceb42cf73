import type { Location, Schema, SchemaObject } from "../contract/schema.js";
import { inPlaceSubschemas } from "../contract/schema.js";
import { referencesInPlace } from "../contract/schema-closure.js";
import { listedValues } from "./kind-types.js";
import { allKinds, type KindSet, kindBit } from "./value-kinds.js";

const objectKeywords = [
  "properties",
  "patternProperties",
  "additionalProperties",
  "unevaluatedProperties",
  "propertyNames",
  "required",
  "dependentRequired",
  "dependentSchemas",
] as const satisfies readonly (keyof SchemaObject)[];
const arrayKeywords = [
  "prefixItems",
  "items",
  "unevaluatedItems",
  "minItems",
  "maxItems",
] as const satisfies readonly (keyof SchemaObject)[];

/** Finds the kinds of values of which the type of a definition says nothing but that they are of that kind. */
export function newPlainKinds(resolve: (location: Location) => Schema): (location: Location) => KindSet {
  const known = new Map<Location, KindSet>();
  const described = (schema: Schema): KindSet => {
    if (typeof schema === "boolean") return 0;
    if (listedValues(schema) !== undefined) return allKinds;
    let set: KindSet = schema.$ref === undefined ? 0 : (known.get(schema.$ref) ?? allKinds);
    if (objectKeywords.some((keyword) => schema[keyword] !== undefined)) set |= kindBit("object");
    if (arrayKeywords.some((keyword) => schema[keyword] !== undefined)) set |= kindBit("array");
    for (const branches of [schema.anyOf, schema.oneOf]) set |= describedByBranches(branches ?? []);
    for (const [keyword, part] of inPlaceSubschemas(schema)) {
      if (!passedOver.has(keyword)) set |= described(part);
    }
    return set;
  };
  /** A branch that accepts anything makes the type of the union `unknown`. */
  const describedByBranches = (branches: readonly Schema[]): KindSet => {
    const sets = branches.map(described);
    const isOpen = branches.some(
      (branch, index) => sets[index] === 0 && (branch === true || !hasType(branch)),
    );
    return isOpen ? 0 : sets.reduce((all, set) => all | set, 0);
  };
  return (location) => {
    // Each definition after those that apply in place of it, so that long chains do not nest.
    if (!known.has(location)) {
      for (const each of inPlaceOrder(location, resolve)) {
        if (!known.has(each)) known.set(each, described(resolve(each)));
      }
    }
    return allKinds & ~(known.get(location) ?? allKinds);
  };
}

const passedOver: ReadonlySet<string> = new Set(["not", "anyOf", "oneOf"]);

function hasType(schema: Schema): boolean {
  return typeof schema === "object" && (schema.type !== undefined || schema.$ref !== undefined);
}

/** A location and all that references in place lead to from it, the farthest first. */
function inPlaceOrder(root: Location, resolve: (location: Location) => Schema): Location[] {
  const reached = new Set<Location>();
  const order: Location[] = [];
  const open: { readonly location: Location; readonly next: Location[] }[] = [];
  const enter = (location: Location): void => {
    if (reached.has(location)) return;
    reached.add(location);
    open.push({ location, next: [...referencesInPlace(resolve(location))] });
  };
  enter(root);
  for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
    const next = top.next.pop();
    if (next !== undefined) enter(next);
    else {
      order.push(top.location);
      open.pop();
    }
  }
  return order;
}
