import { appendTo } from "../../code/append-to.js";
import { isValid, type StepCount } from "./evaluate.js";
import type { Node } from "./node.js";
import { type NodeShape, nodeShape, type ValueMap } from "./node-shape.js";

/** Listed values that are tried one by one on another node. */
const TRIED = 64;
/** Members that are looked into to tell two objects apart, and how deep. */
const MOST_MEMBERS = 8;
const DEEPEST = 2;

/**
 * Whether it is seen at once that no instance is valid under both nodes: by their types, by the values that they list,
 * or by a member that one of them requires and that is apart in the two, such as the constant of a discriminator.
 */
export function areDisjoint(one: Node, other: Node, work: StepCount, depth = 0): boolean {
  if (one === other) return false;
  const [left, right] = [nodeShape(one), nodeShape(other)];
  if (areShapesApart(left, right, work, depth)) return true;
  if (left.unions.length === 0 && right.unions.length === 0) return false;
  return areUnionsApart(one, other, work, depth);
}

const apart = new WeakMap<Node, Map<Node, boolean>>();

/** Whether one of the two says that one of some nodes takes the instance, each of which is apart from the other. */
function areUnionsApart(one: Node, other: Node, work: StepCount, depth: number): boolean {
  if (depth > DEEPEST) return false;
  const known = apart.get(one)?.get(other);
  if (known !== undefined) return known;
  work.spend();
  const isUnionApart = (union: Node, single: Node): boolean =>
    nodeShape(union).unions.some(
      (nodes) =>
        nodes.length <= MOST_COMPARED && nodes.every((node) => areDisjoint(node, single, work, depth + 1)),
    );
  const answer = isUnionApart(one, other) || isUnionApart(other, one);
  // what was looked into less deeply may be seen another time
  if (depth === 0 || answer) apart.set(one, (apart.get(one) ?? new Map<Node, boolean>()).set(other, answer));
  return answer;
}

function areShapesApart(left: NodeShape, right: NodeShape, work: StepCount, depth: number): boolean {
  if (left.values !== undefined && right.values !== undefined)
    return !overlap(left.values, right.values, work);
  for (const type of left.types) {
    if (!right.types.has(type)) continue;
    const isTypeApart =
      type === "object"
        ? objectsApart(left, right, work, depth)
        : type === "array" && arraysApart(left, right, work, depth);
    if (!isTypeApart) return false;
  }
  return true;
}

/** Whether each instance of the one is seen to be an instance of the other: its listed values are. */
export function isListedSubset(one: Node, other: Node, work: StepCount): boolean {
  if (one === other) return true;
  const { values } = nodeShape(one);
  if (values === undefined || values.size > TRIED) return false;
  const listed = nodeShape(other).values;
  if (listed !== undefined && [...values.keys()].some((text) => !listed.has(text))) return false;
  return [...values.values()].every((value) => isValid(other, value, work));
}

/** Whether no listed value of the one is valid under the other. */
export function areValuesApart(one: Node, other: Node, work: StepCount): boolean {
  const { values } = nodeShape(one);
  if (values === undefined || values.size > TRIED) return false;
  return ![...values.values()].some((value) => isValid(other, value, work));
}

/** Which of these nodes may have an instance in common, by index; most often they differ in what one member lists. */
export function overlapping(nodes: readonly Node[], work: StepCount): ReadonlyMap<number, readonly number[]> {
  const shapes = nodes.map(nodeShape);
  const [first] = shapes;
  const found = new Map<number, number[]>();
  if (first !== undefined && isOnly(first, "object")) {
    for (const name of first.required)
      if (first.members.has(name) && areListsApart(shapes, name, work)) return found;
  }
  const note = (one: number, other: number): void => appendTo(found, one, other);
  for (const [at, node] of nodes.entries()) {
    work.spend(nodes.length);
    for (let index = at + 1; index < nodes.length; index += 1) {
      const isSure = nodes.length <= MOST_COMPARED && areDisjoint(node, nodes[index] as Node, work);
      if (isSure) continue;
      note(at, index);
      note(index, at);
    }
  }
  return found;
}

/** Nodes that are compared each with each. */
const MOST_COMPARED = 200;

function areListsApart(shapes: readonly NodeShape[], name: string, work: StepCount): boolean {
  const seen = new Set<string>();
  for (const shape of shapes) {
    work.spend();
    if (!isOnly(shape, "object") || !shape.required.has(name)) return false;
    const values = listedAt(shape.members.get(name));
    if (values === undefined) return false;
    for (const text of values.keys()) {
      if (seen.has(text)) return false;
      seen.add(text);
    }
  }
  return true;
}

function isOnly({ types }: NodeShape, type: "object" | "array"): boolean {
  return types.size === 1 && types.has(type);
}

function objectsApart(left: NodeShape, right: NodeShape, work: StepCount, depth: number): boolean {
  if (lacksName(left, right) || lacksName(right, left)) return true;
  return requiredApart(left, right, work, depth) || requiredApart(right, left, work, depth);
}

/** Whether a property that the one requires is apart in the two. */
function requiredApart(left: NodeShape, right: NodeShape, work: StepCount, depth: number): boolean {
  let passed = 0;
  let looked = 0;
  for (const name of left.required) {
    passed += 1;
    if (passed > MOST_NAMES || looked >= MOST_MEMBERS) return false;
    const other = right.members.get(name);
    if (other === undefined) continue;
    looked += 1;
    if (areMembersApart(left.members.get(name), other, work, depth)) return true;
  }
  return false;
}

/** Whether the one requires a property that the other cannot have; of many only the first few are looked at. */
function lacksName({ required }: NodeShape, { names }: NodeShape): boolean {
  if (names === undefined) return false;
  if (required.size > names.size) return true;
  let looked = 0;
  for (const name of required) {
    if (!names.has(name)) return true;
    looked += 1;
    if (looked > MOST_NAMES) return false;
  }
  return false;
}

/** Required names that are looked for among those that another object can have. */
const MOST_NAMES = 32;

function arraysApart(left: NodeShape, right: NodeShape, work: StepCount, depth: number): boolean {
  const count = Math.min(Math.max(left.minItems, right.minItems), MOST_MEMBERS);
  for (let index = 0; index < count; index += 1) {
    if (areMembersApart(left.prefix.get(index), right.prefix.get(index), work, depth)) return true;
  }
  return false;
}

function areMembersApart(
  left: readonly Node[] = [],
  right: readonly Node[] = [],
  work: StepCount,
  depth: number,
): boolean {
  if (depth >= DEEPEST) return false;
  for (const one of left)
    for (const other of right) if (areDisjoint(one, other, work, depth + 1)) return true;
  return false;
}

function listedAt(nodes: readonly Node[] = []): ValueMap | undefined {
  return nodes.map((node) => nodeShape(node).values).find((values) => values !== undefined);
}

function overlap(one: ValueMap, other: ValueMap, work: StepCount): boolean {
  const [small, large] = one.size <= other.size ? [one, other] : [other, one];
  work.spend(Math.floor(small.size / 8));
  for (const text of small.keys()) if (large.has(text)) return true;
  return false;
}
