import { inReferenceOrder } from "../contract/reference-order.js";
import type { JsonType, Location, Schema } from "../contract/schema.js";
import type { Json } from "../json/json.js";

/** The six kinds of JSON values, in the order in which types are written. */
export const kinds = ["string", "number", "boolean", "null", "array", "object"] as const;

/** One kind of JSON value. */
export type Kind = (typeof kinds)[number];

/** A set of kinds as bits, one for each of {@link kinds}: a schema has thousands of places that ask for one. */
export type KindSet = number;

/** All six kinds. */
export const allKinds: KindSet = 0b111111;

const bits: Readonly<Record<JsonType, KindSet>> = {
  string: 1,
  number: 2,
  integer: 2,
  boolean: 4,
  null: 8,
  array: 16,
  object: 32,
};

/** The set of one kind. */
export function kindBit(kind: Kind): KindSet {
  return bits[kind];
}

/** The kinds of a set, in order. */
export function listKinds(set: KindSet): Kind[] {
  return kinds.filter((kind) => set & bits[kind]);
}

/** The kinds of which these types take every value: not numbers, where only integers are taken. */
export function wholeKinds(types: readonly JsonType[]): KindSet {
  return union(types.filter((type) => type !== "integer").map((type) => bits[type]));
}

/** The kinds of a set as types. */
export function typesOfKinds(set: KindSet): JsonType[] {
  return listKinds(set);
}

/** The kind of a value. */
export function kindOf(value: Json): Kind {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return typeof value as Kind;
}

/**
 * Finds the kinds that a schema may accept, looking through references and everything in place; never too few.
 * Remembers each definition, so that schemas which share them stay cheap. References must end in place.
 */
export function kindReader(resolve: (location: Location) => Schema): (schema: Schema) => KindSet {
  return inReferenceOrder(resolve, kindsWith);
}

function kindsWith(schema: Schema, at: (location: Location) => KindSet): KindSet {
  if (typeof schema === "boolean") return schema ? allKinds : 0;
  const kindsOf = (part: Schema): KindSet => kindsWith(part, at);
  let set = allKinds;
  if (schema.type) set &= union(schema.type.map((type) => bits[type]));
  if (schema.const !== undefined) set &= bits[kindOf(schema.const)];
  if (schema.enum) set &= union(schema.enum.map((value) => bits[kindOf(value)]));
  if (schema.$ref !== undefined) set &= at(schema.$ref);
  for (const part of schema.allOf ?? []) set &= kindsOf(part);
  if (schema.anyOf) set &= union(schema.anyOf.map(kindsOf));
  if (schema.oneOf) set &= union(schema.oneOf.map(kindsOf));
  return set;
}

function union(sets: readonly KindSet[]): KindSet {
  return sets.reduce((all, set) => all | set, 0);
}
