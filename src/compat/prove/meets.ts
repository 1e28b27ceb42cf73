import type { Json } from "../../json/json.js";
import { isValid, type StepCount } from "./evaluate.js";
import type { Goal } from "./goal.js";
import type { Node } from "./node.js";

/** Whether a value is what the goal asks for. */
export function meets({ valid: inside, invalid: outside }: Goal, value: Json, work?: StepCount): boolean {
  const takes = (node: Node): boolean => isValid(node, value, work);
  return inside.every(takes) && !outside.some(takes);
}
