import { isValid, itemAt } from "../compat/prove/evaluate.js";
import type { Node } from "../compat/prove/node.js";
import type { Json } from "../json/json.js";
import type { Composing, Task } from "./composing.js";
import { goalOfNodes } from "./goal-of-nodes.js";
import { mostOf } from "./limits.js";
import { itemPlace } from "./sample-place.js";
import { spread } from "./spread.js";

/** Items that an array gets where its schema leaves it open: 2 in the first sample, then one of these. */
const LENGTHS = [1, 2, 3] as const;

/** An array with what it must have, and some more items where its schemas describe them. */
export function composeArray(base: readonly Json[], task: Task, composing: Composing): readonly Json[] {
  const { goal } = task;
  const items = itemValues(base, task, composing);
  if (composing.meets(goal, items)) return items;
  let current = base;
  for (const [index, item] of items.entries()) {
    if (index > current.length) break;
    const next = Object.assign([...current], { [index]: item });
    if (composing.meets(goal, next)) current = next;
  }
  return current;
}

function itemValues(
  base: readonly Json[],
  task: Task,
  { compose, draw, finder }: Composing,
): readonly Json[] {
  const { inside, place, isLean } = task;
  const items: Json[] = [];
  const { sample } = draw(place, "");
  const likely = sample === 0 ? 2 : (LENGTHS[spread(draw(place, "length"), LENGTHS.length)] ?? 1);
  const prefix = inside.flatMap(({ parts }) =>
    parts.map((part) => (part.kind === "items" ? part.prefix.length : 0)),
  );
  const length = isLean ? base.length : Math.max(base.length, ...prefix, likely);
  const most = Math.min(length, Math.max(base.length, mostOf(inside, "maxItems")));
  for (let index = 0; index < most; index += 1) {
    const nodes = nodesAt(inside, index);
    if (index >= base.length && (nodes.length === 0 || nodes.includes(finder.table.nothing))) break;
    const found = base[index];
    // the items that the engine chose for "contains" must still match
    const contained =
      found === undefined ? [] : containing(inside).filter((each) => isValid(each, found, finder.budget));
    const wanted = [...nodes, ...contained];
    const composed = wanted.length === 0 ? undefined : compose(goalOfNodes(wanted), itemPlace(place, index));
    if (composed?.kind === "instance") items.push(composed.value);
    else if (found !== undefined) items.push(found);
    else break;
  }
  return items;
}

/** What describes the item at an index. */
function nodesAt(inside: readonly Node[], index: number): readonly Node[] {
  const described = inside.flatMap(({ parts }) =>
    parts.flatMap((part) => (part.kind === "items" ? (itemAt(part, index) ?? []) : [])),
  );
  return described.length > 0 ? described : inside.flatMap(({ unevaluatedItems }) => unevaluatedItems ?? []);
}

/** What some item must be. */
function containing(inside: readonly Node[]): readonly Node[] {
  return inside.flatMap(({ parts }) => parts.flatMap((part) => (part.kind === "contains" ? part.node : [])));
}
