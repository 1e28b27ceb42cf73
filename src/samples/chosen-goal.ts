import { type Item, invalid, type NodeItem, valid } from "../compat/prove/atom.js";
import type { Finder } from "../compat/prove/finder.js";
import { type Goal, goalOf } from "../compat/prove/goal.js";
import { concerns, type Node, type Part } from "../compat/prove/node.js";
import { nodeShape } from "../compat/prove/node-shape.js";
import { type InstanceType, instanceTypes } from "../compat/prove/type-set.js";
import type { SamplePlace } from "./sample-place.js";
import { type Draw, order, spread } from "./spread.js";

/** Unions and conditions of one place that are chosen in. */
const MOST_CHOICES = 16;
/** Alternatives of one of them that are tried. */
const MOST_TRIED = 40;
/** One in this many samples has `null` where it may. */
const NULL_IN = 5;

/**
 * A goal with a type, and with one alternative of each union and condition in place, chosen so that samples in a row
 * have all of them. What has no instance is not chosen, by the engine's own search.
 */
export function chosenGoal(goal: Goal, place: SamplePlace, draw: Draw, finder: Finder): Goal {
  const isPossible = (next: Goal): boolean => finder.find(next).kind === "instance";
  let chosen = goal;
  for (const type of typesOf(goal, place, draw)) {
    const set = { types: new Set([type]), whole: false };
    const next = goalOf([...itemsOf(goal), valid(finder.table.of([{ kind: "type", set }]))]);
    if (!isPossible(next)) continue;
    chosen = next;
    break;
  }
  const passed = new Set<Part>();
  for (let count = 0; count < MOST_CHOICES; count += 1) {
    const options = nextOptions(chosen, passed);
    if (options === undefined) break;
    const indices = order({ ...draw, key: `${draw.key} choice ${count}` }, options.length, MOST_TRIED);
    for (const index of indices) {
      const next = goalOf([...itemsOf(chosen), ...(options[index] ?? [])]);
      if (!isPossible(next)) continue;
      chosen = next;
      break;
    }
  }
  return chosen;
}

/** A goal as the items that make it. */
function itemsOf({ valid: inside, invalid: outside }: Goal): NodeItem[] {
  return [...inside.map(valid), ...outside.map(invalid)];
}

/** The types to try, in order; none where the engine's first one is as good as any. */
function typesOf({ valid: inside }: Goal, { depth }: SamplePlace, draw: Draw): readonly InstanceType[] {
  const shapes = inside.map(nodeShape);
  if (shapes.some(({ values }) => values !== undefined)) return [];
  const types = instanceTypes.filter((type) => shapes.every((shape) => shape.types.has(type)));
  if (types.length === 1) return [];
  const key = `${draw.key} type`;
  if (types.length === instanceTypes.length) {
    const parts = [...inPlaceAlways(inside)].flatMap(({ parts }) => parts);
    const meant = instanceTypes.filter((type) => parts.some((part) => isMeantFor(part, type)));
    if (meant.length > 0)
      return order({ ...draw, key }, meant.length).map((index) => meant[index] ?? "object");
    return parts.length > 0 || depth === 0 ? [] : ["string"];
  }
  const others = types.filter((type) => type !== "null");
  const ordered = order({ ...draw, key }, others.length).map((index) => others[index] ?? "null");
  if (others.length === types.length) return ordered;
  const isNull =
    draw.sample > 0 && spread({ ...draw, sample: draw.sample - 1, key: `${key} null` }, NULL_IN) === 0;
  return isNull ? ["null", ...ordered] : [...ordered, "null"];
}

/** Whether a part says something of instances of this type, and of no other. */
function isMeantFor(part: Part, type: InstanceType): boolean {
  return concerns(part, type) && !instanceTypes.every((each) => concerns(part, each));
}

/** Nodes, and those that apply in place whatever the instance is. */
function* inPlaceAlways(nodes: readonly Node[]): Generator<Node> {
  const reached = new Set(nodes);
  // a set that grows while it is walked visits what was added
  for (const node of reached) {
    yield node;
    for (const part of node.parts)
      if (part.kind === "allOf") for (const inner of part.nodes) reached.add(inner);
  }
}

/** The options of the next union or condition that a goal leaves open. */
function nextOptions(
  { valid: inside, invalid: outside }: Goal,
  passed: Set<Part>,
): readonly (readonly (Item & NodeItem)[])[] | undefined {
  const reached = new Set(inside);
  const refused = new Set(outside);
  // a set that grows while it is walked visits what was added
  for (const node of reached) {
    for (const part of node.parts) {
      if (part.kind === "allOf") for (const inner of part.nodes) reached.add(inner);
      else if (part.kind === "anyOf" || part.kind === "oneOf") {
        if (passed.has(part) || part.nodes.some((each) => reached.has(each))) continue;
        passed.add(part);
        return part.nodes.map((each) => [valid(each)]);
      } else if (part.kind === "if") {
        if (reached.has(part.condition)) reached.add(part.met);
        else if (refused.has(part.condition)) reached.add(part.unmet);
        else if (!passed.has(part)) {
          passed.add(part);
          return [[valid(part.condition)], [invalid(part.condition)]];
        }
      }
    }
  }
  return undefined;
}
