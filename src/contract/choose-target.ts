import type { Target } from "./registry.js";

/** The schemas under one `$id` that a reference may mean. */
export interface TargetChoice {
  /** The one that it means if all are equal. */
  readonly chosen: Target;
  /** All that it may mean; more than one where several schemas of the file, or only other files, declare the `$id`. */
  readonly pool: readonly Target[];
  /** True when the file has several of them, so that the same reference means another one elsewhere in the file. */
  readonly dependsOnPlace: boolean;
}

/**
 * Of several schemas under one `$id`: the innermost around the reference, else those of the same file (a compound
 * document, Core, chapter 9.3), else those of other files.
 */
export function chooseTarget(candidates: readonly Target[], from: Target): TargetChoice | undefined {
  const own = candidates.filter(({ source }) => source === from.source);
  const [innermost] = own
    .filter(({ place }) => isAround(place.pointer, from.place.pointer))
    .sort((one, other) => other.place.pointer.length - one.place.pointer.length);
  const dependsOnPlace = own.length > 1;
  if (innermost !== undefined) return { chosen: innermost, pool: [innermost], dependsOnPlace };
  const pool = own.length > 0 ? own : candidates;
  // A file of its own is the better home of a schema that versions bundle.
  const chosen = pool.find(({ place }) => place.pointer === "") ?? pool[0];
  return chosen && { chosen, pool, dependsOnPlace };
}

function isAround(outer: string, inner: string): boolean {
  return inner === outer || inner.startsWith(`${outer}/`);
}
