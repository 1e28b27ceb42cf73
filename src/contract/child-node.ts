import { findNodeAtLocation, type Node } from "jsonc-parser";

/** Objects with fewer members are searched: an index of them would cost more. */
const largeObject = 16;

const indexes = new WeakMap<Node, ReadonlyMap<string, Node>>();

/** The value of a member or item. A large object is indexed once, since one file may have thousands of findings. */
export function childNode(node: Node, segment: string): Node | undefined {
  if (node.type === "array") return node.children?.[Number(segment)];
  if (node.type !== "object") return undefined;
  if ((node.children?.length ?? 0) < largeObject) return findNodeAtLocation(node, [segment]);
  const index = indexes.get(node) ?? indexOf(node);
  indexes.set(node, index);
  return index.get(segment);
}

/** Of two members with one name the first counts, as in a search. */
function indexOf({ children = [] }: Node): ReadonlyMap<string, Node> {
  const index = new Map<string, Node>();
  for (const { children: [key, value] = [] } of children) {
    if (key !== undefined && value !== undefined && !index.has(String(key.value)))
      index.set(String(key.value), value);
  }
  return index;
}
