import type { Atom, Region } from "./atom.js";
import { itemAt, membersAt, type StepCount } from "./evaluate.js";
import type { Node } from "./node.js";
import { areDisjoint, areValuesApart, isListedSubset } from "./node-relation.js";
import { isInRegion } from "./region.js";

/**
 * What is known of one instance: its atoms, and what follows from them. Only what is cheap to see. Each choice that is
 * spared so halves the search: of unions whose members name one property each, nothing else would end it.
 */
export class Facts {
  readonly #atoms: readonly Atom[];
  readonly #nothing: Node;
  readonly #work: StepCount;
  /** How many atoms there were when it was asked, and the answer. */
  readonly #present = new Map<string, { readonly of: number; readonly is: boolean | undefined }>();

  constructor(atoms: readonly Atom[], nothing: Node, work: StepCount) {
    this.#atoms = atoms;
    this.#nothing = nothing;
    this.#work = work;
  }

  /** Whether an atom holds since the others do. */
  implies(next: Atom): boolean {
    switch (next.kind) {
      case "lacks":
        return this.hasProperty(next.name) === false;
      case "required":
        return next.names.every((name) => this.hasProperty(name) === true);
      case "memberOutside": {
        const { region, node } = next;
        if (node === this.#nothing && this.#requiredNames().some((name) => isInRegion(region, name)))
          return true;
        if (this.#atoms.some((each) => each.kind === "memberOutside" && isSame(each, next))) return true;
        return (
          region.kind === "name" &&
          this.hasProperty(region.name) === true &&
          this.#membersAt(region.name).some((inside) => this.#areApart(inside, node))
        );
      }
      case "itemOutside": {
        const { from, to, node } = next;
        if (node === this.#nothing) return this.#minItems() > from;
        if (to !== from + 1 || this.#minItems() < to) return false;
        return this.#itemsAt(from).some((inside) => this.#areApart(inside, node));
      }
      default:
        return false;
    }
  }

  /** Whether an atom cannot hold since the others do. */
  excludes(next: Atom): boolean {
    switch (next.kind) {
      case "lacks":
        return this.hasProperty(next.name) === true;
      case "required":
        return next.names.some((name) => this.hasProperty(name) === false);
      case "memberOutside": {
        const { region, node } = next;
        if (region.kind !== "name") return false;
        if (this.hasProperty(region.name) === false) return true;
        return this.#membersAt(region.name).some((inside) => isListedSubset(inside, node, this.#work));
      }
      case "itemOutside": {
        const { from, to, node } = next;
        if (from >= this.#maxItems()) return true;
        return (
          to === from + 1 && this.#itemsAt(from).some((inside) => isListedSubset(inside, node, this.#work))
        );
      }
      default:
        return false;
    }
  }

  /** Whether an object has a property; `undefined` while it may have it or not. */
  hasProperty(name: string): boolean | undefined {
    const known = this.#present.get(name);
    // what is known stays so, whatever is assumed besides
    if (known !== undefined && (known.is !== undefined || known.of === this.#atoms.length)) return known.is;
    const is = this.#hasProperty(name);
    this.#present.set(name, { of: this.#atoms.length, is });
    return is;
  }

  #hasProperty(name: string): boolean | undefined {
    this.#work.spend(1 + Math.floor(this.#atoms.length / 8));
    for (const atom of this.#atoms) {
      if (atom.kind === "required" && namesOf(atom).has(name)) return true;
      if (atom.kind === "memberOutside" && atom.region.kind === "name" && atom.region.name === name)
        return true;
      if (atom.kind === "lacks" && atom.name === name) return false;
    }
    const inside = this.#membersAt(name);
    if (inside.includes(this.#nothing)) return false;
    return someApart(inside, this.#work) ? false : undefined;
  }

  #membersAt(name: string): readonly Node[] {
    return this.#atoms.flatMap((atom) => (atom.kind === "members" ? membersAt(atom, name, this.#work) : []));
  }

  #itemsAt(index: number): readonly Node[] {
    return this.#atoms.flatMap((atom) => (atom.kind === "items" ? (itemAt(atom, index) ?? []) : []));
  }

  #requiredNames(): readonly string[] {
    return requiredNames(this.#atoms);
  }

  /** Items that the array has at least. */
  #minItems(): number {
    return this.#atoms.reduce((most, atom) => {
      if (atom.kind === "minItems") return Math.max(most, atom.limit);
      return atom.kind === "itemOutside" ? Math.max(most, atom.from + 1) : most;
    }, 0);
  }

  /** Items that the array has at most. */
  #maxItems(): number {
    return this.#atoms.reduce((least, atom) => {
      if (atom.kind === "maxItems") return Math.min(least, atom.limit);
      if (atom.kind !== "items") return least;
      const refused = atom.prefix.indexOf(this.#nothing);
      if (refused !== -1) return Math.min(least, refused);
      return atom.rest === this.#nothing ? Math.min(least, atom.prefix.length) : least;
    }, Number.POSITIVE_INFINITY);
  }

  #areApart(inside: Node, node: Node): boolean {
    return areValuesApart(inside, node, this.#work) || areDisjoint(inside, node, this.#work);
  }
}

/** Names of properties that an object has to have. */
export function requiredNames(known: readonly Atom[]): readonly string[] {
  return known.flatMap((atom) => (atom.kind === "required" ? atom.names : []));
}

/** Nodes of one place that are compared with each other. */
const MOST_COMPARED = 8;

function someApart(nodes: readonly Node[], work: StepCount): boolean {
  if (nodes.length < 2 || nodes.length > MOST_COMPARED) return false;
  return nodes.some((node, index) => nodes.slice(index + 1).some((other) => areDisjoint(node, other, work)));
}

type MemberOutside = Extract<Atom, { kind: "memberOutside" }>;

function isSame(one: MemberOutside, other: MemberOutside): boolean {
  return one.node === other.node && isSameRegion(one.region, other.region);
}

function isSameRegion(one: Region, other: Region): boolean {
  if (one === other) return true;
  return one.kind === "name" && other.kind === "name" && one.name === other.name;
}

const nameSets = new WeakMap<object, ReadonlySet<string>>();

function namesOf(required: Extract<Atom, { kind: "required" }>): ReadonlySet<string> {
  const known = nameSets.get(required) ?? new Set(required.names);
  nameSets.set(required, known);
  return known;
}
