import { appendTo } from "../../code/append-to.js";
import type { Schema } from "../../contract/schema.js";
import { branchName } from "./branch-name.js";

/** How the branches of a list belong to those of another one, by index. */
export interface Pairing {
  /** One of the old and one of the new that are not the same and belong together. */
  readonly changed: readonly (readonly [old: number, now: number])[];
  readonly added: readonly number[];
  readonly removed: readonly number[];
}

/** What a branch says: the same for branches that say the same. */
export type Identify = (schema: Schema) => string;

/** Branches that say the same need no further word; of the others, those of one name belong together, then each with the next. */
export function pairBranches(
  [from, to]: readonly [readonly Schema[], readonly Schema[]],
  [identifyOld, identifyNew]: readonly [Identify, Identify],
): Pairing {
  const left = new Set(from.keys());
  const right = new Set(to.keys());
  type Key = (schema: Schema) => unknown;
  /** Takes out each with the first one of the other list that has the same key; what has none is left. */
  const take = (keyOfOld: Key, keyOfNew: Key): (readonly [number, number])[] => {
    const waiting = new Map<unknown, number[]>();
    for (const now of [...right].reverse()) {
      const key = keyOfNew(to[now] ?? true);
      if (key !== undefined) appendTo(waiting, key, now);
    }
    return [...left].flatMap((old) => {
      const found = waiting.get(keyOfOld(from[old] ?? true))?.pop();
      if (found === undefined) return [];
      left.delete(old);
      right.delete(found);
      return [[old, found] as const];
    });
  };
  take(identifyOld, identifyNew);
  const named = take(branchName, branchName);
  const all = (): boolean => true;
  // where nothing was added or removed, what is left was changed
  const rest = from.length === to.length ? take(all, all) : [];
  const changed = [...named, ...rest].sort(([, one], [, other]) => one - other);
  return { changed, added: [...right], removed: [...left] };
}
