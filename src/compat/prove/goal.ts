import type { NodeItem } from "./atom.js";
import type { Node } from "./node.js";

/** An instance that is valid under some schemas and invalid under others. */
export interface Goal {
  readonly valid: readonly Node[];
  readonly invalid: readonly Node[];
}

/** The goal that these items of one instance make, without repetition. */
export function goalOf(items: Iterable<NodeItem>): Goal {
  const valid = new Map<number, Node>();
  const invalid = new Map<number, Node>();
  for (const { node, valid: isValid } of items) (isValid ? valid : invalid).set(node.id, node);
  return { valid: sorted(valid), invalid: sorted(invalid) };
}

/** The same text for the same goal. */
export function goalKey({ valid, invalid }: Goal): string {
  return `${valid.map(({ id }) => id).join(" ")}|${invalid.map(({ id }) => id).join(" ")}`;
}

function sorted(nodes: ReadonlyMap<number, Node>): readonly Node[] {
  return [...nodes.values()].sort((left, right) => left.id - right.id);
}
