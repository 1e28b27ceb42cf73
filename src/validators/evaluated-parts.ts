import type { Evaluates } from "../../templates/runtime/evaluated.js";
import { inPlaceSubschemas, type Location, type Schema, type SchemaObject } from "../contract/schema.js";
import { type Tracked, tracksItems, tracksNames } from "./tracked.js";

type Resolve = (location: Location) => Schema;

/** What a schema evaluates of each value that it accepts, whichever of its branches are valid. */
export function certainlyEvaluates(schema: Schema, tracked: Tracked, resolve: Resolve): Evaluates {
  const names = new Set<string>();
  const patterns = new Set<string>();
  let [allNames, allItems, items] = [false, false, 0];
  for (const each of schemasInPlace(schema, resolve, isCertain)) {
    if (tracksNames(tracked)) {
      for (const name of Object.keys(each.properties ?? {})) names.add(name);
      for (const pattern of Object.keys(each.patternProperties ?? {})) patterns.add(pattern);
      allNames ||= each.additionalProperties !== undefined || each.unevaluatedProperties !== undefined;
    }
    if (tracksItems(tracked)) {
      items = Math.max(items, each.prefixItems?.length ?? 0);
      allItems ||= each.items !== undefined || each.unevaluatedItems !== undefined;
    }
  }
  return {
    ...(allNames ? { allNames } : {}),
    ...(names.size > 0 && !allNames ? { names: [...names] } : {}),
    ...(patterns.size > 0 && !allNames ? { patterns: [...patterns] } : {}),
    ...(allItems ? { allItems } : {}),
    ...(items > 0 && !allItems ? { items } : {}),
  };
}

/** True when it depends on the value what a schema evaluates: by its branches, or by `contains`. */
export function evaluatesByValue(schema: Schema, tracked: Tracked, resolve: Resolve): boolean {
  for (const each of schemasInPlace(schema, resolve, isCertain)) {
    if (tracksItems(tracked) && each.contains !== undefined) return true;
    for (const [keyword, branch] of inPlaceSubschemas(each)) {
      if (keyword !== "allOf" && keyword !== "not" && evaluates(branch, tracked, resolve)) return true;
    }
  }
  return false;
}

/** True when a schema evaluates anything of some value. */
export function evaluates(schema: Schema, tracked: Tracked, resolve: Resolve): boolean {
  for (const each of schemasInPlace(schema, resolve, isAnnotating)) {
    if (tracksNames(tracked) && nameKeywords.some((keyword) => each[keyword] !== undefined)) return true;
    if (tracksItems(tracked) && itemKeywords.some((keyword) => each[keyword] !== undefined)) return true;
  }
  return false;
}

const nameKeywords = [
  "properties",
  "patternProperties",
  "additionalProperties",
  "unevaluatedProperties",
] as const;
const itemKeywords = ["prefixItems", "items", "contains", "unevaluatedItems"] as const;

function isCertain(keyword: keyof SchemaObject): boolean {
  return keyword === "allOf";
}

/** `not` drops what is inside (Core, 7.7.1.4). */
function isAnnotating(keyword: keyof SchemaObject): boolean {
  return keyword !== "not";
}

/** A schema and all that applies to the same value, through references and the chosen keywords, each once. */
function* schemasInPlace(
  schema: Schema,
  resolve: Resolve,
  follow: (keyword: keyof SchemaObject) => boolean,
): Generator<SchemaObject> {
  const reached = new Set([schema]);
  // a set that grows while it is walked visits what was added
  for (const each of reached) {
    if (typeof each === "boolean") continue;
    yield each;
    if (each.$ref !== undefined) reached.add(resolve(each.$ref));
    for (const [keyword, inner] of inPlaceSubschemas(each)) if (follow(keyword)) reached.add(inner);
  }
}
