import { isDeepStrictEqual } from "node:util";
import { isObject, type Json, member } from "../json/json.js";
import { valueAt } from "../json/pointer.js";
import type { TargetChoice } from "./choose-target.js";
import type { Target } from "./registry.js";
import { walkSchema } from "./walk-schema.js";

/**
 * Where a reference at a place leads, for comparing only: `undefined` if nowhere. What it might mean besides is put
 * into `pairs`, to be compared too.
 */
export type Follow = (reference: string, from: Target, pairs: TargetPair[]) => Target | undefined;

/** Two schemas that must be equal. */
export type TargetPair = readonly [one: Target, other: Target];

const answers = new WeakMap<readonly Target[], boolean>();

/**
 * True when schemas under one `$id` are written alike, annotations included, and each reference in the one leads to
 * the same as its counterpart in the others.
 */
export function areEqual(choice: TargetChoice, follow: Follow): boolean {
  const before = answers.get(choice.pool);
  if (before !== undefined) return before;
  const pairs = pairsOf(choice);
  const seen = new Set<string>();
  let equal = true;
  // An array that grows while it is walked visits what was added.
  for (const pair of pairs) {
    const key = JSON.stringify(pair.map(({ source, place }) => [source.path, place.pointer]));
    if (seen.has(key)) continue;
    seen.add(key);
    equal = isSame(pair, pairs, follow);
    if (!equal) break;
  }
  answers.set(choice.pool, equal);
  return equal;
}

/** The pairs that have to be equal for a choice to be of no consequence. */
export function pairsOf({ chosen, pool }: Pick<TargetChoice, "chosen" | "pool">): TargetPair[] {
  return pool.filter((each) => each !== chosen).map((each) => [chosen, each]);
}

function isSame([one, other]: TargetPair, pairs: TargetPair[], follow: Follow): boolean {
  if (one.source === other.source && one.place.pointer === other.place.pointer) return true;
  if (!isDeepStrictEqual(valueIn(one), valueIn(other))) return false;
  const counterparts = referencesIn(other);
  return referencesIn(one).every(([reference, from], index) => {
    const counterpart = counterparts[index];
    const first = follow(reference, from, pairs);
    const second = counterpart && follow(counterpart[0], counterpart[1], pairs);
    if (first && second) pairs.push([first, second]);
    return (first === undefined) === (second === undefined);
  });
}

function valueIn({ source, place }: Target): Json | undefined {
  return valueAt(source.value, place.pointer);
}

function referencesIn(target: Target): [reference: string, from: Target][] {
  const found: [string, Target][] = [];
  walkSchema(valueIn(target) ?? true, target.place, (schema, place) => {
    for (const keyword of ["$ref", "$dynamicRef", "$recursiveRef"]) {
      const reference = isObject(schema) ? member(schema, keyword) : undefined;
      if (typeof reference === "string") found.push([reference, { source: target.source, place }]);
    }
  });
  return found;
}
