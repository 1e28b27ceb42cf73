import { valid } from "../compat/prove/atom.js";
import { type Goal, goalOf } from "../compat/prove/goal.js";
import type { Node } from "../compat/prove/node.js";

/** The goal that a value is valid under all of these nodes. */
export function goalOfNodes(nodes: readonly Node[]): Goal {
  return goalOf(nodes.map(valid));
}
