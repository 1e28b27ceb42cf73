import { type Atom, invalid, type Option, valid } from "./atom.js";

import type { Branch } from "./branch.js";
import { membersAt } from "./evaluate.js";
import { requiredNames } from "./facts.js";
import { hasNumbers } from "./find-number.js";
import type { Finder } from "./finder.js";
import { goalOf } from "./goal.js";
import type { Node } from "./node.js";

/**
 * Whether it can be seen, while choices are still open, that no instance is as a branch asks for: of many alternatives
 * that exclude each other two are never gone into together.
 */
export function isHopeless({ type, atoms }: Branch, finder: Finder): boolean {
  switch (type) {
    case "number":
      return !hasNumbers(atoms);
    case "string":
      return limitsCross(atoms, "minLength", "maxLength");
    case "array":
      return limitsCross(atoms, "minItems", "maxItems");
    case "object":
      return limitsCross(atoms, "minProperties", "maxProperties") || lacksRequired(atoms, finder);
    default:
      return false;
  }
}

type Limit = "minLength" | "maxLength" | "minItems" | "maxItems" | "minProperties" | "maxProperties";

function limitsCross(atoms: readonly Atom[], least: Limit, most: Limit): boolean {
  const limits = (kind: Limit): number[] => atoms.flatMap((atom) => (atom.kind === kind ? [atom.limit] : []));
  return Math.max(0, ...limits(least)) > Math.min(Number.POSITIVE_INFINITY, ...limits(most));
}

/** Whether a property that has to be there has no value that all ask for. */
function lacksRequired(atoms: readonly Atom[], finder: Finder): boolean {
  const named = atoms.flatMap((atom) => (isNamedOutside(atom) ? [atom.region.name] : []));
  const names = new Set([...requiredNames(atoms), ...named]);
  return [...names].some((name) => hasNoValue(atoms, name, [], finder));
}

/** Whether an option asks for a property that can have no value; seen before the option is gone into. */
export function refusesMember({ type, atoms }: Branch, option: Option, finder: Finder): boolean {
  if (type !== "object") return false;
  return option.some(
    (item) =>
      item.kind === "atom" &&
      isNamedOutside(item.atom) &&
      hasNoValue(atoms, item.atom.region.name, [item.atom.node], finder),
  );
}

function hasNoValue(
  atoms: readonly Atom[],
  name: string,
  refusing: readonly Node[],
  finder: Finder,
): boolean {
  const inside = atoms.flatMap((atom) => (atom.kind === "members" ? membersAt(atom, name) : []));
  const outside = atoms.flatMap((atom) =>
    isNamedOutside(atom) && atom.region.name === name ? [atom.node] : [],
  );
  const items = [...inside.map(valid), ...[...outside, ...refusing].map(invalid)];
  return items.length > 1 && finder.find(goalOf(items)).kind === "none";
}

function isNamedOutside(
  atom: Atom,
): atom is Extract<Atom, { kind: "memberOutside" }> & { readonly region: { readonly kind: "name" } } {
  return atom.kind === "memberOutside" && atom.region.kind === "name";
}
