import { areExclusive, isWithin, type When } from "./applied-schemas.js";
import type { Schema } from "./schema.js";

/** The ways in which one case is met. */
export type Ways = readonly When[];

/** True when no two cases are met together. */
export function areExclusiveWays(when: readonly Ways[]): boolean {
  return when.every((ways, index) => when.slice(index + 1).every((others) => areNeverBoth(ways, others)));
}

function areNeverBoth(ways: Ways, others: Ways): boolean {
  return ways.every((way) => others.every((each) => areExclusive(way, each)));
}

/** True when the one is met only where the other is. */
function isPart(one: Ways, other: Ways): boolean {
  return one.every((way) => other.some((each) => isWithin(way, each)));
}

/** More sets of cases than this that may be met together are not told apart. */
const mostSets = 64;

/** All sets of cases that may be met while no others are, as decided one after the other; `undefined` when there are too many. */
export function metTogether(when: readonly Ways[]): readonly (readonly number[])[] | undefined {
  let sets: (readonly number[])[] = [[]];
  for (const [index, ways] of when.entries()) {
    const isOut = (met: readonly number[]): boolean =>
      met.some((each) => areNeverBoth(when[each] ?? [], ways)) ||
      [...when.keys()].some((each) => each < index && !met.includes(each) && isPart(ways, when[each] ?? []));
    const isIn = (met: readonly number[]): boolean => met.some((each) => isPart(when[each] ?? [], ways));
    sets = sets.flatMap((met) => [...(isOut(met) ? [] : [[...met, index]]), ...(isIn(met) ? [] : [met])]);
    if (sets.length > mostSets) return undefined;
  }
  return sets;
}

/** Conditions inside each other, in order, that lead to what holds for each set of those that are met. */
export function decision(
  sets: readonly (readonly number[])[],
  conditions: readonly Schema[],
  closed: (met: readonly number[]) => Schema,
  index = 0,
): Schema {
  const [only = [], another] = sets;
  if (another === undefined) return closed(only);
  const [met, unmet] = [true, false].map((isMet) => sets.filter((set) => set.includes(index) === isMet));
  if (met === undefined || unmet === undefined || met.length === 0 || unmet.length === 0)
    return decision(sets, conditions, closed, index + 1);
  const [then, otherwise] = [met, unmet].map((some) => decision(some, conditions, closed, index + 1));
  return branches(conditions[index] ?? true, then ?? true, otherwise ?? true);
}

/** A condition with what holds where it is met, and where it is not. */
export function branches(condition: Schema, met: Schema, unmet: Schema): Schema {
  // biome-ignore lint/suspicious/noThenProperty: `then` is a keyword of JSON Schema
  return met === true && unmet === true ? true : { if: condition, then: met, else: unmet };
}
