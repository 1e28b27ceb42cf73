import type { Json } from "../../json/json.js";
import { instance, none, type SearchResult } from "./answer.js";
import { type Atom, type AtomOf, invalid, type NodeItem, type Region, valid } from "./atom.js";
import { isValid, membersAt } from "./evaluate.js";
import type { Finder } from "./finder.js";
import { goalOf } from "./goal.js";
import { MOST_IN_MESSAGE } from "./message-limit.js";
import type { Members, Node } from "./node.js";
import { isInRegion } from "./region.js";

type MemberOutside = Extract<Atom, { kind: "memberOutside" }>;

/** Patterns that names are told apart by at most: where they overlap, each doubles the kinds of names. */
const MAX_PATTERNS = 64;
/** Properties that a witness has at most. */
const MAX_PROPERTIES = 10_000;

/** Looks for an object with as few members as it can have. */
export function findObject(atoms: readonly Atom[], finder: Finder): SearchResult {
  return new ObjectSearch(atoms, finder).find();
}

/** A member that is in the object, and what its value has to be beside what its name asks for. */
type Chosen = ReadonlyMap<string, readonly NodeItem[]>;

class ObjectSearch {
  readonly #finder: Finder;
  readonly #members: Members[] = [];
  readonly #names: Node[] = [];
  readonly #lacks = new Set<string>();
  readonly #required = new Set<string>();
  /** Names that some keyword says. */
  readonly #mentioned = new Set<string>();
  readonly #patterns = new Set<string>();
  readonly #outside: MemberOutside[] = [];
  readonly #badNames: Node[] = [];
  #min = 0;
  #max: number = MOST_IN_MESSAGE;
  #unknown: SearchResult | undefined;

  constructor(atoms: readonly Atom[], finder: Finder) {
    this.#finder = finder;
    for (const atom of atoms) this.#read(atom);
    for (const { properties, patterns } of this.#members) this.#mention(properties, patterns);
    for (const { region } of this.#outside) {
      if (region.kind === "name") this.#mentioned.add(region.name);
      else if (region.kind === "pattern") this.#patterns.add(region.pattern);
      else this.#mention(region.members.properties, region.members.patterns);
    }
    for (const name of this.#required) this.#mentioned.add(name);
  }

  find(): SearchResult {
    if (this.#required.size > this.#max || this.#min > this.#max) return none;
    if (this.#min > MAX_PROPERTIES)
      return { kind: "unknown", where: "", why: `an object of ${this.#min} properties would be needed` };
    for (const name of this.#required) if (!this.#mayHave(name)) return this.#unknown ?? none;
    const answer = this.#placeBadNames(0, new Map());
    return answer.kind === "none" ? (this.#unknown ?? none) : answer;
  }

  #read(atom: Atom): void {
    switch (atom.kind) {
      case "required":
        for (const name of atom.names) this.#required.add(name);
        break;
      case "lacks":
        this.#lacks.add(atom.name);
        break;
      case "minProperties":
        this.#min = Math.max(this.#min, Math.ceil(atom.limit));
        break;
      case "maxProperties":
        this.#max = Math.min(this.#max, Math.floor(atom.limit));
        break;
      case "members":
        this.#members.push(atom);
        break;
      case "propertyNames":
        this.#names.push(atom.node);
        break;
      case "memberOutside":
        this.#outside.push(atom);
        break;
      case "nameOutside":
        this.#badNames.push(atom.node);
        break;
      default:
        atom satisfies Exclude<Atom, AtomOf<"object">>;
    }
  }

  #mention(properties: ReadonlyMap<string, Node>, patterns: ReadonlyMap<string, Node>): void {
    for (const name of properties.keys()) this.#mentioned.add(name);
    for (const pattern of patterns.keys()) this.#patterns.add(pattern);
  }

  #mayHave(name: string): boolean {
    return !this.#lacks.has(name) && this.#names.every((node) => isValid(node, name, this.#finder.budget));
  }

  /** What the value of a member with this name has to be. */
  #asked(name: string): readonly NodeItem[] {
    return this.#members
      .flatMap((each) => membersAt(each, name, this.#finder.budget))
      .map((node) => valid(node));
  }

  /** First the members whose names alone make the object what it has to be. */
  #placeBadNames(index: number, chosen: Chosen): SearchResult {
    const node = this.#badNames[index];
    if (node === undefined) return this.#placeOutside(0, chosen);
    for (const name of this.#candidates(() => true, [invalid(node)], chosen)) {
      if (isValid(node, name, this.#finder.budget)) continue;
      const next = new Map(chosen).set(name, chosen.get(name) ?? []);
      const answer = this.#placeBadNames(index + 1, next);
      if (answer.kind !== "none") return answer;
    }
    return none;
  }

  /** Then those whose values do. */
  #placeOutside(index: number, chosen: Chosen): SearchResult {
    this.#finder.budget.spend();
    const wanted = this.#outside[index];
    if (wanted === undefined) return this.#complete(chosen);
    const { region, node } = wanted;
    if (!this.#mayBeOutside(region, node)) return none;
    const names = this.#candidates(
      (name) => isInRegion(region, name),
      regionItems(region, this.#finder),
      chosen,
    );
    for (const name of names) {
      const items = [...(chosen.get(name) ?? []), invalid(node)];
      if (!this.#hasValue(name, items)) continue;
      const answer = this.#placeOutside(index + 1, new Map(chosen).set(name, items));
      if (answer.kind !== "none") return answer;
    }
    return none;
  }

  /** Whether there can be such a member at all, whatever its name is: what describes all of the region refuses none. */
  #mayBeOutside(region: Region, node: Node): boolean {
    if (region.kind !== "pattern") return true;
    const inside = this.#members.flatMap(({ patterns }) => patterns.get(region.pattern) ?? []);
    const found = this.#finder.find(goalOf([...inside.map((each) => valid(each)), invalid(node)]));
    if (found.kind === "unknown") this.#unknown ??= found;
    return found.kind !== "none";
  }

  #hasValue(name: string, items: readonly NodeItem[]): boolean {
    const found = this.#finder.find(goalOf([...this.#asked(name), ...items]));
    if (found.kind === "unknown") this.#unknown ??= found;
    return found.kind === "instance";
  }

  /** Names for a member: those already there, those that a keyword says, and new ones. */
  *#candidates(
    isWanted: (name: string) => boolean,
    kind: readonly NodeItem[],
    chosen: Chosen,
  ): Generator<string> {
    const count = new Set([...this.#required, ...chosen.keys()]).size;
    const isPresent = (name: string): boolean => this.#required.has(name) || chosen.has(name);
    const known = [...new Set([...this.#mentioned, ...chosen.keys()])].filter(
      (name) => isWanted(name) && this.#mayHave(name),
    );
    yield* known.filter(isPresent);
    if (count >= this.#max) return;
    yield* known.filter((name) => !isPresent(name));
    yield* this.#freshNames(kind, new Set([...this.#mentioned, ...chosen.keys(), ...this.#lacks]));
  }

  /** One new name of each kind that the patterns tell apart, and that no keyword says. */
  *#freshNames(kind: readonly NodeItem[], taken: ReadonlySet<string>): Generator<string> {
    if (this.#patterns.size > MAX_PATTERNS) {
      this.#unknown ??= {
        kind: "unknown",
        where: "",
        why: `names are told apart by ${this.#patterns.size} patterns`,
      };
      return;
    }
    yield* this.#kindsOfNames([...this.#patterns], [...kind, ...this.#nameItems(taken)]);
  }

  *#kindsOfNames(patterns: readonly string[], items: readonly NodeItem[]): Generator<string> {
    const { table, findOfType, budget } = this.#finder;
    budget.spend();
    const found = findOfType(goalOf(items), "string");
    if (found.kind === "unknown") this.#unknown ??= found;
    if (found.kind !== "instance") return;
    const [pattern, ...others] = patterns;
    if (pattern === undefined) {
      yield found.value as string;
      return;
    }
    const node = table.of([{ kind: "pattern", pattern }]);
    yield* this.#kindsOfNames(others, [...items, invalid(node)]);
    yield* this.#kindsOfNames(others, [...items, valid(node)]);
  }

  #nameItems(taken: ReadonlySet<string>): readonly NodeItem[] {
    const { table } = this.#finder;
    const others = taken.size === 0 ? [] : [invalid(table.of([{ kind: "enum", values: [...taken] }]))];
    return [...this.#names.map((node) => valid(node)), ...others];
  }

  /** Adds the required members, then others until `minProperties` is reached. */
  #complete(chosen: Chosen): SearchResult {
    const present = new Map(chosen);
    for (const name of this.#required) if (!present.has(name)) present.set(name, []);
    if (present.size > this.#max) return none;
    for (const [name, items] of present) if (!this.#hasValue(name, items)) return none;
    if (present.size < this.#min && !this.#fill(present)) return none;
    const order = [...this.#mentioned, ...present.keys()];
    const names = [...new Set(order)].filter((name) => present.has(name));
    return instance(
      Object.fromEntries(names.map((name) => [name, this.#value(name, present.get(name) ?? [])])),
    );
  }

  #fill(present: Map<string, readonly NodeItem[]>): boolean {
    for (const name of this.#mentioned) {
      if (present.size >= this.#min) return true;
      if (!present.has(name) && this.#mayHave(name) && this.#hasValue(name, [])) present.set(name, []);
    }
    const taken = new Set([...this.#mentioned, ...this.#lacks, ...present.keys()]);
    for (let added = true; added && present.size < this.#min; ) {
      added = false;
      for (const name of this.#freshNames([], taken)) {
        taken.add(name);
        if (!this.#hasValue(name, [])) continue;
        present.set(name, []);
        added = true;
        if (present.size >= this.#min) break;
      }
    }
    return present.size >= this.#min;
  }

  #value(name: string, items: readonly NodeItem[]): Json {
    const found = this.#finder.find(goalOf([...this.#asked(name), ...items]));
    if (found.kind !== "instance") throw new Error(`no value for ${name}`);
    return found.value;
  }
}

/** What a new name has to be as a text to be inside. */
function regionItems(region: Region, { table }: Finder): readonly NodeItem[] {
  const matching = (pattern: string): Node => table.of([{ kind: "pattern", pattern }]);
  if (region.kind === "name") return [valid(table.nothing)]; // a name that is said is not new
  if (region.kind === "pattern") return [valid(matching(region.pattern))];
  return [...region.members.patterns.keys()].map((pattern) => invalid(matching(pattern)));
}
