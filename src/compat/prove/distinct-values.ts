import { canonicalText } from "../../../runtime/validate/values.js";
import type { Json } from "../../json/json.js";
import { instance, type SearchResult, type Unknown } from "./answer.js";
import { invalid, valid } from "./atom.js";
import type { Finder } from "./finder.js";
import { type Goal, goalKey, goalOf } from "./goal.js";

/**
 * Values for places of which no two may be equal. Each kind of place gets as many different values as there are
 * places, or all that it has; whether they suffice is a matching between places and values (Hall).
 */
export function distinctValues(places: readonly Goal[], finder: Finder): SearchResult | undefined {
  const kinds = new Map<string, readonly Json[]>();
  let unknown: Unknown | undefined;
  for (const place of places) {
    const key = goalKey(place);
    if (kinds.has(key)) continue;
    const { values, end } = differentValues(place, places.length, finder);
    if (end !== undefined) unknown ??= end;
    kinds.set(key, values);
  }
  const assigned = match(places.map((place) => kinds.get(goalKey(place)) ?? []));
  return assigned === undefined ? unknown : instance(assigned);
}

function differentValues(
  place: Goal,
  count: number,
  { find, table, budget }: Finder,
): { readonly values: readonly Json[]; readonly end: Unknown | undefined } {
  const values: Json[] = [];
  while (values.length < count) {
    budget.spend();
    const taken = values.length === 0 ? [] : [invalid(table.of([{ kind: "enum", values: [...values] }]))];
    const found = find(goalOf([...place.valid.map(valid), ...place.invalid.map(invalid), ...taken]));
    if (found.kind !== "instance") return { values, end: found.kind === "unknown" ? found : undefined };
    values.push(found.value);
  }
  return { values, end: undefined };
}

/** One value for each place, no two equal; `undefined` if there is no such choice. Augmenting paths (Kuhn). */
function match(candidates: readonly (readonly Json[])[]): readonly Json[] | undefined {
  const holder = new Map<string, { place: number; value: Json }>();
  const assign = (place: number, tried: Set<string>): boolean => {
    for (const value of candidates[place] ?? []) {
      const key = canonicalText(value);
      if (tried.has(key)) continue;
      tried.add(key);
      const other = holder.get(key);
      if (other === undefined || assign(other.place, tried)) {
        holder.set(key, { place, value });
        return true;
      }
    }
    return false;
  };
  for (const place of candidates.keys()) if (!assign(place, new Set())) return undefined;
  const assigned: Json[] = [];
  for (const { place, value } of holder.values()) assigned[place] = value;
  return assigned;
}
