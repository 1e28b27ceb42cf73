import { matchesPattern } from "../patterns/text-pattern.js";
import type { Atom, Region } from "./atom.js";
import { membersAt } from "./evaluate.js";
import type { Node } from "./node.js";

/**
 * Whether an atom holds since others do; only what is cheap to see. Each choice that is spared so halves the search:
 * of unions whose members name one property each, nothing else would end it.
 */
export function follows(known: readonly Atom[], next: Atom, nothing: Node): boolean {
  switch (next.kind) {
    case "lacks":
      return hasProperty(known, next.name, nothing) === false;
    case "required":
      return next.names.every((name) => hasProperty(known, name, nothing) === true);
    case "memberOutside": {
      const { region, node } = next;
      if (node === nothing && requiredNames(known).some((name) => isInside(region, name))) return true;
      return known.some(
        (each) => each.kind === "memberOutside" && each.node === node && isSame(each.region, region),
      );
    }
    default:
      return false;
  }
}

/** Whether an atom can not hold since others do; only what is cheap to see. */
export function excludes(known: readonly Atom[], next: Atom, nothing: Node): boolean {
  switch (next.kind) {
    case "lacks":
      return hasProperty(known, next.name, nothing) === true;
    case "required":
      return next.names.some((name) => hasProperty(known, name, nothing) === false);
    case "memberOutside": {
      const { region, node } = next;
      if (region.kind !== "name") return false;
      if (hasProperty(known, region.name, nothing) === false) return true;
      return known.some((each) => each.kind === "members" && membersAt(each, region.name).includes(node));
    }
    default:
      return false;
  }
}

/** Whether an object has a property; `undefined` while it may have it or not. */
export function hasProperty(known: readonly Atom[], name: string, nothing: Node): boolean | undefined {
  for (const atom of known) {
    if (atom.kind === "required" && namesOf(atom).has(name)) return true;
    if (atom.kind === "memberOutside" && atom.region.kind === "name" && atom.region.name === name)
      return true;
    if (atom.kind === "lacks" && atom.name === name) return false;
    if (atom.kind === "members" && membersAt(atom, name).includes(nothing)) return false;
  }
  return undefined;
}

/** Whether a property of this name is in the region. */
export function isInside(region: Region, name: string): boolean {
  if (region.kind === "name") return region.name === name;
  if (region.kind === "pattern") return matchesPattern(region.pattern, name);
  const { properties, patterns } = region.members;
  return !properties.has(name) && ![...patterns.keys()].some((pattern) => matchesPattern(pattern, name));
}

/** Names of properties that an object has to have. */
export function requiredNames(known: readonly Atom[]): readonly string[] {
  return known.flatMap((atom) => (atom.kind === "required" ? atom.names : []));
}

function isSame(one: Region, other: Region): boolean {
  if (one === other) return true;
  return one.kind === "name" && other.kind === "name" && one.name === other.name;
}

const nameSets = new WeakMap<object, ReadonlySet<string>>();

function namesOf(required: Extract<Atom, { kind: "required" }>): ReadonlySet<string> {
  const known = nameSets.get(required) ?? new Set(required.names);
  nameSets.set(required, known);
  return known;
}
