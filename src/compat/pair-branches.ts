import type { Schema } from "../contract/schema.js";

/** Which branches belong together: not those that are the same, but of the others each with the next. */
export function pairBranches(
  from: readonly Schema[],
  to: readonly Schema[],
  isSame: (left: unknown, right: unknown) => boolean,
): readonly (readonly [number, number])[] {
  const left = new Set(from.keys());
  const right = new Set(to.keys());
  const pairs: (readonly [number, number])[] = [];
  for (const old of from.keys()) {
    const same = [...right].find((now) => isSame(from[old], to[now]));
    if (same === undefined) continue;
    left.delete(old);
    right.delete(same);
  }
  const rest = [...right];
  for (const [index, old] of [...left].entries()) pairs.push([old, rest[index] ?? old]);
  return pairs;
}
