import type { Atom, AtomOf } from "./atom.js";
import { MOST_IN_MESSAGE } from "./message-limit.js";
import type { Items, Node } from "./node.js";

/** What an array has to be. */
export interface ArrayDemands {
  readonly items: readonly Items[];
  readonly outside: readonly ItemOutside[];
  readonly counted: readonly Counted[];
  /** No two items are equal. */
  readonly isUnique: boolean;
  /** Two items are equal. */
  readonly isRepeated: boolean;
  readonly minItems: number;
  readonly maxItems: number;
}

/** Some item from one index to before another is invalid under a node. */
export type ItemOutside = Extract<Atom, { kind: "itemOutside" }>;

/** A node under which `least` to `most` items are valid. */
export interface Counted {
  readonly node: Node;
  readonly least: number;
  readonly most: number;
}

/** All atoms about arrays together. */
export function arrayDemands(atoms: readonly Atom[]): ArrayDemands {
  const items: Items[] = [];
  const outside: ItemOutside[] = [];
  const counts = new Map<Node, Counted>();
  let [isUnique, isRepeated] = [false, false];
  let [minItems, maxItems]: [number, number] = [0, MOST_IN_MESSAGE];
  for (const atom of atoms) {
    switch (atom.kind) {
      case "minItems":
        minItems = Math.max(minItems, Math.ceil(atom.limit));
        break;
      case "maxItems":
        maxItems = Math.min(maxItems, Math.floor(atom.limit));
        break;
      case "uniqueItems":
        isUnique = true;
        break;
      case "repeatedItems":
        isRepeated = true;
        break;
      case "items":
        items.push(atom);
        break;
      case "itemOutside":
        outside.push(atom);
        break;
      case "atLeast":
      case "atMost":
        counts.set(atom.node, counted(counts.get(atom.node), atom));
        break;
      default:
        atom satisfies Exclude<Atom, AtomOf<"array">>;
    }
  }
  return { items, outside, counted: [...counts.values()], isUnique, isRepeated, minItems, maxItems };
}

/** How many items are valid under a node, with one more demand on their number. */
function counted(
  known: Counted | undefined,
  { kind, node, count }: Extract<Atom, { kind: "atLeast" | "atMost" }>,
): Counted {
  const { least, most } = known ?? { least: 0, most: Number.POSITIVE_INFINITY };
  return kind === "atLeast"
    ? { node, least: Math.max(least, Math.ceil(count)), most }
    : { node, least, most: Math.min(most, Math.floor(count)) };
}
