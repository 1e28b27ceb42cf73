import type { Schema } from "../contract/schema.js";
import { branchName } from "./branch-name.js";

/** How the branches of a list belong to those of another one, by index. */
export interface Pairing {
  /** One of the old and one of the new that are not the same and belong together. */
  readonly changed: readonly (readonly [old: number, now: number])[];
  readonly added: readonly number[];
  readonly removed: readonly number[];
}

/** Branches that say the same need no further word; of the others, those of one name belong together, then each with the next. */
export function pairBranches(
  from: readonly Schema[],
  to: readonly Schema[],
  isSame: (left: unknown, right: unknown) => boolean,
): Pairing {
  const left = new Set(from.keys());
  const right = new Set(to.keys());
  const take = (isPair: (old: number, now: number) => boolean): (readonly [number, number])[] =>
    [...left].flatMap((old) => {
      const found = [...right].find((now) => isPair(old, now));
      if (found === undefined) return [];
      left.delete(old);
      right.delete(found);
      return [[old, found] as const];
    });
  take((old, now) => isSame(from[old], to[now]));
  const named = take((old, now) => {
    const name = branchName(from[old] ?? true);
    return name !== undefined && name === branchName(to[now] ?? true);
  });
  // where nothing was added or removed, what is left was changed
  const rest = from.length === to.length ? take(() => true) : [];
  const changed = [...named, ...rest].sort(([, one], [, other]) => one - other);
  return { changed, added: [...right], removed: [...left] };
}
