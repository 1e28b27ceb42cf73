import type { Definition, Location } from "../../contract/schema.js";
import type { Change, ChangePlace } from "./change.js";
import { definitionPlace } from "./walked-place.js";

type Definitions = ReadonlyMap<Location, Definition>;

/** Definitions of both sides at the same place of the walk. */
interface LocationPair {
  readonly old: Location;
  readonly new: Location;
}

/** A pair of definitions that was walked, and the pairs that say the same. */
interface WalkedPair extends LocationPair {
  readonly also: LocationPair[];
}

/** The pairs of definitions that were walked, by their places in the files, whatever they are called. */
export class WalkedPairs {
  readonly #old: Definitions;
  readonly #new: Definitions;
  readonly #pairs = new Map<string, WalkedPair>();

  constructor(old: Definitions, now: Definitions) {
    this.#old = old;
    this.#new = now;
  }

  /** What identifies a pair, the same for all its names. */
  keyOf(old: Location, now: Location): string {
    return `${definitionPlace(old, this.#old)}\n${definitionPlace(now, this.#new)}`;
  }

  /** Whether the same places of the files were walked by other names; what they have is then known. */
  isAlias(before: ChangePlace, after: ChangePlace): boolean {
    const pair = { old: before.location, new: after.location };
    const key = this.keyOf(pair.old, pair.new);
    const known = this.#pairs.get(key);
    if (known === undefined) this.#pairs.set(key, { ...pair, also: [] });
    else if ([known, ...known.also].every((each) => each.old !== pair.old || each.new !== pair.new))
      known.also.push(pair);
    return known !== undefined;
  }

  /** Changes, each with the places that it has under other names. */
  withAliases(changes: readonly Change[]): readonly Change[] {
    const aliases = new Map([...this.#pairs.values()].map((pair) => [`${pair.old}\n${pair.new}`, pair.also]));
    return changes.map((change) => {
      const others = aliases.get(`${change.old.location}\n${change.new.location}`) ?? [];
      if (others.length === 0) return change;
      const also = others.map(({ old, new: now }) => ({
        old: { ...change.old, location: old },
        new: { ...change.new, location: now },
      }));
      return { ...change, also };
    });
  }
}
