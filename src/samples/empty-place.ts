import { valid } from "../compat/prove/atom.js";
import type { Finder } from "../compat/prove/finder.js";
import { goalOf } from "../compat/prove/goal.js";
import type { Node } from "../compat/prove/node.js";

/** Of a schema that nothing satisfies, the innermost one inside that it needs and that nothing satisfies either. */
export function emptyPlace(root: Node, { find }: Finder): string {
  const passed = new Set<Node>();
  let place = root.place;
  for (let node: Node | undefined = root; node !== undefined && !passed.has(node); ) {
    passed.add(node);
    if (node.place !== "") place = node.place;
    node = [...neededBy(node)].find((each) => find(goalOf([valid(each)])).kind === "none");
  }
  return place;
}

/** Schemas that have to have an instance for this one to have any. */
function* neededBy({ parts }: Node): Generator<Node> {
  const required = new Set(parts.flatMap((part) => (part.kind === "required" ? part.names : [])));
  const least = Math.max(0, ...parts.map((part) => (part.kind === "minItems" ? part.limit : 0)));
  for (const part of parts) {
    if (part.kind === "allOf") yield* part.nodes;
    else if (part.kind === "members") {
      for (const [name, node] of part.properties) if (required.has(name)) yield node;
    } else if (part.kind === "items" && least > 0) {
      yield* part.prefix.slice(0, least);
      if (part.rest !== undefined && least > part.prefix.length) yield part.rest;
    } else if (part.kind === "contains" && part.min > 0) yield part.node;
  }
}
