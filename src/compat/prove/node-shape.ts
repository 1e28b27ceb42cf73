import { canonicalText } from "../../../runtime/validate/values.js";
import type { Json } from "../../json/json.js";
import type { Members, Node, Part } from "./node.js";
import { type InstanceType, instanceTypes, typeOf } from "./type-set.js";

/** Values by their canonical texts. */
export type ValueMap = ReadonlyMap<string, Json>;

/** What is seen at once of all instances of a node: each is of one of these types, has these properties, and so on. */
export interface NodeShape {
  readonly types: ReadonlySet<InstanceType>;
  /** All values that an instance can be, where they are listed. */
  readonly values: ValueMap | undefined;
  /** Properties that an object has. */
  readonly required: ReadonlySet<string>;
  /** What describes a property by its name, and an item by its index. */
  readonly members: ReadonlyMap<string, readonly Node[]>;
  readonly prefix: ReadonlyMap<number, readonly Node[]>;
  /** Items that an array has at least. */
  readonly minItems: number;
  /** Lists of nodes of which one takes the instance. */
  readonly unions: readonly (readonly Node[])[];
  /** The only names that properties can have, where they are listed. */
  readonly names: ReadonlySet<string> | undefined;
}

const unknown: NodeShape = {
  types: new Set(instanceTypes),
  values: undefined,
  required: new Set(),
  members: new Map(),
  prefix: new Map(),
  minItems: 0,
  unions: [],
  names: undefined,
};

const known = new WeakMap<Node, NodeShape>();
const open = new Set<Node>();

/** Listed values beyond which a union of lists is not gone through. */
const MOST_LISTED = 10_000;

/** The shape of a node; of one that leads back to itself in place, what is seen without that. */
export function nodeShape(node: Node): NodeShape {
  const before = known.get(node);
  if (before !== undefined) return before;
  if (open.has(node)) return unknown;
  open.add(node);
  try {
    const shape = node.parts.map(partShape).reduce(both, unknown);
    known.set(node, shape);
    return shape;
  } finally {
    open.delete(node);
  }
}

function partShape(part: Part): NodeShape {
  switch (part.kind) {
    case "never":
      return { ...unknown, types: new Set() };
    case "type":
      return { ...unknown, types: part.set.types };
    case "enum":
      return {
        ...unknown,
        types: new Set(part.values.map(typeOf)),
        values: new Map(part.values.map((value) => [canonicalText(value), value])),
      };
    case "allOf":
      return part.nodes.map(nodeShape).reduce(both, unknown);
    case "anyOf":
    case "oneOf":
      return { ...either(part.nodes.map(nodeShape)), unions: [part.nodes] };
    case "required":
      return { ...unknown, required: new Set(part.names) };
    case "members":
      return {
        ...unknown,
        members: new Map([...part.properties].map(([name, node]) => [name, [node]])),
        names: isClosed(part) ? new Set(part.properties.keys()) : undefined,
      };
    case "items":
      return { ...unknown, prefix: new Map(part.prefix.map((node, index) => [index, [node]])) };
    case "minItems":
      return { ...unknown, minItems: part.limit };
    default:
      return unknown;
  }
}

/** Of instances that have both shapes. */
function both(one: NodeShape, other: NodeShape): NodeShape {
  if (one === unknown) return other;
  if (other === unknown) return one;
  return {
    types:
      one.types === unknown.types
        ? other.types
        : new Set([...one.types].filter((type) => other.types.has(type))),
    values: commonValues(one.values, other.values),
    required: one.required.size === 0 ? other.required : new Set([...one.required, ...other.required]),
    members: joined(one.members, other.members),
    prefix: joined(one.prefix, other.prefix),
    minItems: Math.max(one.minItems, other.minItems),
    unions: one.unions.length === 0 ? other.unions : [...one.unions, ...other.unions],
    names: commonNames(one.names, other.names),
  };
}

/** Of instances that have one of the shapes; of their members nothing is said. */
function either(shapes: readonly NodeShape[]): NodeShape {
  const types = new Set(shapes.flatMap((shape) => [...shape.types]));
  const size = shapes.reduce((sum, { values }) => sum + (values?.size ?? Number.POSITIVE_INFINITY), 0);
  const values =
    size > MOST_LISTED ? undefined : new Map(shapes.flatMap((shape) => [...(shape.values ?? [])]));
  return { ...unknown, types, values };
}

function commonValues(one: ValueMap | undefined, other: ValueMap | undefined): ValueMap | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return new Map([...one].filter(([text]) => other.has(text)));
}

function isClosed({ patterns, additional }: Members): boolean {
  return patterns.size === 0 && additional?.parts.some(({ kind }) => kind === "never") === true;
}

function commonNames(
  one: ReadonlySet<string> | undefined,
  other: ReadonlySet<string> | undefined,
): ReadonlySet<string> | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return new Set([...one].filter((name) => other.has(name)));
}

function joined<Key>(
  one: ReadonlyMap<Key, readonly Node[]>,
  other: ReadonlyMap<Key, readonly Node[]>,
): ReadonlyMap<Key, readonly Node[]> {
  if (one.size === 0) return other;
  if (other.size === 0) return one;
  const all = new Map(one);
  for (const [key, nodes] of other) all.set(key, [...(all.get(key) ?? []), ...nodes]);
  return all;
}
