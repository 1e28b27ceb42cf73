import { instance, none, type SearchResult } from "./answer.js";
import { arrayDemands, type Counted, type ItemOutside } from "./array-demands.js";
import { type Atom, invalid, type NodeItem, valid } from "./atom.js";
import { distinctValues } from "./distinct-values.js";
import { itemAt } from "./evaluate.js";
import type { Finder } from "./finder.js";
import { goalOf } from "./goal.js";
import type { Items, Node } from "./node.js";

/** The most items of a witness: if each is decided separately, and if all are alike. */
const MAX_DECIDED = 2_000;
const MAX_ALIKE = 10_000;

/** Looks for an array with as few items as it can have. */
export function findArray(atoms: readonly Atom[], finder: Finder): SearchResult {
  return new ArraySearch(atoms, finder).find();
}

class ArraySearch {
  readonly #finder: Finder;
  readonly #items: readonly Items[];
  readonly #outside: readonly ItemOutside[];
  readonly #counted: readonly Counted[];
  readonly #unique: boolean;
  readonly #repeated: boolean;
  readonly #prefix: number;
  readonly #min: number;
  readonly #max: number;
  #unknown: SearchResult | undefined;

  constructor(atoms: readonly Atom[], finder: Finder) {
    const { items, outside, counted, isUnique, isRepeated, minItems, maxItems } = arrayDemands(atoms);
    this.#finder = finder;
    this.#items = items;
    this.#outside = outside;
    this.#counted = counted;
    this.#unique = isUnique;
    this.#repeated = isRepeated;
    this.#min = minItems;
    this.#max = maxItems;
    const ends = outside.map(({ from, to }) => (to === Number.POSITIVE_INFINITY ? from : to));
    this.#prefix = Math.max(0, ...ends, ...items.map(({ prefix }) => prefix.length));
  }

  find(): SearchResult {
    if ((this.#unique && this.#repeated) || this.#min > this.#max) return none;
    // after the prefix all places are alike: more than one for each item that has to be somewhere changes nothing
    const needed =
      this.#outside.length + sum(this.#counted.map(({ least }) => least)) + (this.#repeated ? 2 : 0);
    const last = Math.min(this.#max, Math.max(this.#min, this.#prefix) + needed);
    if (!this.#outside.every((wanted) => this.#hasPlace(wanted))) return this.#unknown ?? none;
    if (this.#min > this.#most) return this.#tooLong();
    for (let length = this.#min; length <= Math.min(last, this.#most); length += 1) {
      const answer = this.#repeated ? this.#withRepetition(length) : this.#place(length, 0, new Map());
      if (answer.kind !== "none") return answer;
    }
    return this.#unknown ?? (last > this.#most ? this.#tooLong() : none);
  }

  get #most(): number {
    return this.#counted.length > 0 || this.#unique || this.#repeated ? MAX_DECIDED : MAX_ALIKE;
  }

  /** Whether there is a place, in an array of any length, for an item that has to be invalid under something. */
  #hasPlace({ from, to, node }: ItemOutside): boolean {
    const last = Math.min(to - 1, Math.max(from, this.#prefix), this.#max - 1);
    for (let at = from; at <= last; at += 1) if (this.#has([...this.#asked(at), invalid(node)])) return true;
    return false;
  }

  #tooLong(): SearchResult {
    return { kind: "unknown", where: "", why: `an array of more than ${this.#most} items would be needed` };
  }

  /** Two places, each pair of kinds of places once, hold the same item. */
  #withRepetition(length: number): SearchResult {
    for (let first = 0; first < length; first += 1) {
      for (let second = first + 1; second < length; second += 1) {
        const answer = this.#place(length, 0, new Map(), [first, second]);
        if (answer.kind !== "none") return answer;
        if (second > this.#prefix + 1) break;
      }
      if (first > this.#prefix) break;
    }
    return none;
  }

  /** Chooses the places of the items that have to be invalid under something. */
  #place(
    length: number,
    index: number,
    chosen: ReadonlyMap<number, readonly NodeItem[]>,
    same?: readonly [number, number],
  ): SearchResult {
    this.#finder.budget.spend();
    const wanted = this.#outside[index];
    if (wanted === undefined) return this.#count(length, chosen, same);
    let isNewTried = false;
    for (let at = wanted.from; at < Math.min(wanted.to, length); at += 1) {
      // places after the prefix that nothing was chosen for are alike
      const isAlike = at >= this.#prefix && !chosen.has(at) && !same?.includes(at);
      if (isAlike && isNewTried) continue;
      isNewTried ||= isAlike;
      const items = [...(chosen.get(at) ?? []), invalid(wanted.node)];
      if (!this.#has([...this.#asked(at), ...items])) continue;
      const answer = this.#place(length, index + 1, new Map(chosen).set(at, items), same);
      if (answer.kind !== "none") return answer;
    }
    return none;
  }

  /** Chooses which items are valid under what is counted, from the first place to the last. */
  #count(
    length: number,
    chosen: ReadonlyMap<number, readonly NodeItem[]>,
    same: readonly [number, number] | undefined,
  ): SearchResult {
    const places = Array.from({ length }, (_, at): readonly NodeItem[] => [
      ...this.#asked(at),
      ...(chosen.get(at) ?? []),
    ]);
    if (same !== undefined) {
      const [first, second] = same;
      const both = [...(places[first] ?? []), ...(places[second] ?? [])];
      places[first] = both;
      places[second] = both;
    }
    this.#finder.budget.spend(length);
    if (this.#counted.length === 0) return this.#ifAll(places, same);
    return this.#decide(
      places,
      0,
      this.#counted.map(() => 0),
      same,
    );
  }

  #decide(
    places: readonly (readonly NodeItem[])[],
    at: number,
    counts: readonly number[],
    same: readonly [number, number] | undefined,
  ): SearchResult {
    this.#finder.budget.spend();
    const rest = places.length - at;
    const isLost = this.#counted.some(({ least, most }, index) => {
      const count = counts[index] ?? 0;
      return count > most || count + rest < least;
    });
    if (isLost) return none;
    const place = places[at];
    if (place === undefined) return this.#values(places, same);
    if (same !== undefined && at === same[1]) {
      // decided as its twin was
      const twin = places[same[0]] ?? [];
      const more = this.#counted.map(({ node }, index) => (counts[index] ?? 0) + (isIn(twin, node) ? 1 : 0));
      return this.#decide(replaced(places, at, twin), at + 1, more, same);
    }
    for (const inside of subsets(this.#counted.length)) {
      const items = [
        ...place,
        ...this.#counted.map(({ node }, index) => (inside.has(index) ? valid(node) : invalid(node))),
      ];
      if (!this.#has(items)) continue;
      const more = counts.map((count, index) => count + (inside.has(index) ? 1 : 0));
      const answer = this.#decide(replaced(places, at, items), at + 1, more, same);
      if (answer.kind !== "none") return answer;
    }
    return none;
  }

  #ifAll(
    places: readonly (readonly NodeItem[])[],
    same: readonly [number, number] | undefined,
  ): SearchResult {
    return places.every((place) => this.#has(place)) ? this.#values(places, same) : none;
  }

  #values(
    places: readonly (readonly NodeItem[])[],
    same: readonly [number, number] | undefined,
  ): SearchResult {
    if (this.#unique) {
      const values = distinctValues(places.map(goalOf), this.#finder);
      if (values === undefined) return none;
      if (values.kind === "unknown") this.#unknown ??= values;
      return values;
    }
    const found = places.map((place) => this.#finder.find(goalOf(place)));
    const values = found.flatMap((each) => (each.kind === "instance" ? [each.value] : []));
    if (values.length < places.length) return this.#noteUnknown(found);
    const [first, second] = same ?? [];
    if (first !== undefined && second !== undefined) values[second] = values[first] ?? null;
    return instance(values);
  }

  #noteUnknown(found: readonly SearchResult[]): SearchResult {
    this.#unknown ??= found.find(({ kind }) => kind === "unknown");
    return none;
  }

  #has(items: readonly NodeItem[]): boolean {
    const found = this.#finder.find(goalOf(items));
    if (found.kind === "unknown") this.#unknown ??= found;
    return found.kind === "instance";
  }

  /** What the item at this place has to be. */
  #asked(at: number): readonly NodeItem[] {
    return this.#items.flatMap((items) => {
      const node = itemAt(items, at);
      return node === undefined ? [] : [valid(node)];
    });
  }
}

/** All sets of numbers below `count`, larger ones first. */
function* subsets(count: number): Generator<ReadonlySet<number>> {
  for (let bits = 2 ** count - 1; bits >= 0; bits -= 1) {
    yield new Set(Array.from({ length: count }, (_, index) => index).filter((index) => bits & (1 << index)));
  }
}

function replaced<Each>(all: readonly Each[], at: number, by: Each): readonly Each[] {
  return all.map((each, index) => (index === at ? by : each));
}

function isIn(items: readonly NodeItem[], node: Node): boolean {
  return items.some((item) => item.node === node && item.valid);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
