import type { Location, Schema, SchemaObject } from "../contract/schema.js";
import { newInPlaceFacts, type Part } from "./in-place-facts.js";
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
  const described = newInPlaceFacts(resolve, describedKinds);
  return (location) => allKinds & ~described({ $ref: location });
}

/** The kinds of values of which a schema says something. */
function describedKinds(
  schema: Schema,
  referred: KindSet | undefined,
  parts: readonly Part<KindSet>[],
): KindSet {
  if (typeof schema === "boolean") return 0;
  if (listedValues(schema) !== undefined) return allKinds;
  let set: KindSet = schema.$ref === undefined ? 0 : (referred ?? allKinds);
  if (objectKeywords.some((keyword) => schema[keyword] !== undefined)) set |= kindBit("object");
  if (arrayKeywords.some((keyword) => schema[keyword] !== undefined)) set |= kindBit("array");
  const branches = parts.filter(({ keyword }) => keyword === "anyOf" || keyword === "oneOf");
  // A branch that accepts anything makes the type of the union `unknown`.
  const isOpen = branches.some(({ fact, part }) => fact === 0 && !hasType(part));
  for (const { keyword, fact } of parts) {
    if (keyword === "not" || (isOpen && (keyword === "anyOf" || keyword === "oneOf"))) continue;
    set |= fact;
  }
  return set;
}

function hasType(schema: Schema): boolean {
  return typeof schema === "object" && (schema.type !== undefined || schema.$ref !== undefined);
}
