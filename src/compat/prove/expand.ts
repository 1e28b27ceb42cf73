import { isObject, type Json } from "../../json/json.js";
import { type Atom, atom, type Item, invalid, type Option, valid } from "./atom.js";
import type { StepCount } from "./evaluate.js";
import type { Node, Part, PartOf } from "./node.js";
import { overlapping } from "./node-relation.js";
import type { NodeTable } from "./node-table.js";
import type { InstanceType } from "./type-set.js";

/** What an item says of an instance of one type: all of these options, one of each list. */
export interface Expansion {
  readonly items: Option;
  readonly choices: readonly Choice[];
}

/** Options of which at least one is true. */
export interface Choice {
  readonly options: readonly Option[];
  /** Hardly anything that is valid under one option is valid under another, so that each decides much. */
  readonly telling?: boolean;
  /** What is chosen from is how an instance can be invalid under this node. */
  readonly unless?: Node;
}

/** `undefined` when nothing of the type can be so. */
export type Expanded = Expansion | undefined;

const nothing: Expansion = { items: [], choices: [] };
const items = (...all: Option): Expansion => ({ items: all, choices: [] });
const choice = (options: readonly Option[]): Expansion => ({ items: [], choices: [{ options }] });

/** What it means that a part of a schema holds. */
export function partHolds(part: Part, type: InstanceType, work: StepCount): Expanded {
  switch (part.kind) {
    case "never":
      return undefined;
    case "type":
      if (!part.set.types.has(type)) return undefined;
      return type === "number" && part.set.whole ? items(atom(part)) : nothing;
    case "allOf":
      return items(...part.nodes.map(valid));
    case "anyOf":
      return one(
        part,
        part.nodes.map((node) => [valid(node)]),
        work,
      );
    case "oneOf": {
      const overlapping = overlapsOf(part, work);
      // by index: the same schema twice is valid twice
      const options = part.nodes.map((node, at) => [
        valid(node),
        ...(overlapping.get(at) ?? []).map((index) => invalid(part.nodes[index] ?? node)),
      ]);
      return one(part, options, work);
    }
    case "not":
      return items(invalid(part.node));
    case "if":
      return choice([
        [valid(part.condition), valid(part.met)],
        [invalid(part.condition), valid(part.unmet)],
      ]);
    case "dependent":
      return choice([[atom({ kind: "lacks", name: part.name })], [has(part.name), valid(part.node)]]);
    case "contains": {
      const { node, min, max } = part;
      return items(
        ...(min > 0 ? [atom({ kind: "atLeast", node, count: min })] : []),
        ...(max < Number.POSITIVE_INFINITY ? [atom({ kind: "atMost", node, count: max })] : []),
      );
    }
    default:
      return items(atom(part));
  }
}

/** What it means that a part of a schema does not hold. */
export function partFails(part: Part, type: InstanceType, table: NodeTable, work: StepCount): Expanded {
  switch (part.kind) {
    case "never":
      return nothing;
    case "type":
      if (!part.set.types.has(type)) return nothing;
      return type === "number" && part.set.whole ? items(atom({ kind: "notWhole" })) : undefined;
    case "enum":
      return items(...part.values.map((value) => atom({ kind: "notEqual", value })));
    case "allOf":
      return choice(part.nodes.map((node) => [invalid(node)]));
    case "anyOf":
      return items(...part.nodes.map(invalid));
    case "oneOf":
      return choice([
        part.nodes.map(invalid),
        ...[...overlapsOf(part, work)].flatMap(([at, others]) =>
          others
            .filter((other) => other > at)
            .map((other) => [part.nodes[at], part.nodes[other]].map((node) => valid(node as Node))),
        ),
      ]);
    case "not":
      return items(valid(part.node));
    case "if":
      return choice([
        [valid(part.condition), invalid(part.met)],
        [invalid(part.condition), invalid(part.unmet)],
      ]);
    case "dependent":
      return items(has(part.name), invalid(part.node));
    case "contains": {
      const { node, min, max } = part;
      return choice([
        ...(min > 0 ? [[atom({ kind: "atMost", node, count: min - 1 })]] : []),
        ...(max < Number.POSITIVE_INFINITY ? [[atom({ kind: "atLeast", node, count: max + 1 })]] : []),
      ]);
    }
    case "items":
      return choice([
        ...part.prefix.map((node, index) => [itemOutside(index, index + 1, node)]),
        ...(part.rest ? [[itemOutside(part.prefix.length, Number.POSITIVE_INFINITY, part.rest)]] : []),
      ]);
    case "members": {
      const { properties, patterns, additional } = part;
      const outside = (region: Extract<Atom, { kind: "memberOutside" }>["region"], node: Node): Option => [
        atom({ kind: "memberOutside", region, node }),
      ];
      return choice([
        ...[...properties].map(([name, node]) => outside({ kind: "name", name }, node)),
        ...[...patterns].map(([pattern, node]) => outside({ kind: "pattern", pattern }, node)),
        ...(additional ? [outside({ kind: "others", members: part }, additional)] : []),
      ]);
    }
    case "required":
      return choice(part.names.map((name) => [atom({ kind: "lacks", name })]));
    default:
      return simpleOpposite(part, table);
  }
}

/** Parts whose opposite is one atom. */
type SimplePart = Exclude<
  PartOf<InstanceType>,
  { readonly kind: "dependent" | "contains" | "items" | "members" | "required" }
>;

function simpleOpposite(part: SimplePart, table: NodeTable): Expanded {
  const one = (opposite: Atom): Expansion => items(atom(opposite));
  switch (part.kind) {
    case "minimum":
      return one({ kind: "maximum", limit: part.limit, exclusive: !part.exclusive });
    case "maximum":
      return one({ kind: "minimum", limit: part.limit, exclusive: !part.exclusive });
    case "multipleOf":
      return one({ kind: "notMultipleOf", divisor: part.divisor });
    case "minLength":
      return one({ kind: "maxLength", limit: part.limit - 1 });
    case "maxLength":
      return one({ kind: "minLength", limit: part.limit + 1 });
    case "minItems":
      return one({ kind: "maxItems", limit: part.limit - 1 });
    case "maxItems":
      return one({ kind: "minItems", limit: part.limit + 1 });
    case "minProperties":
      return one({ kind: "maxProperties", limit: part.limit - 1 });
    case "maxProperties":
      return one({ kind: "minProperties", limit: part.limit + 1 });
    case "pattern":
      return one({ kind: "notPattern", pattern: part.pattern });
    case "format":
      return one({ kind: "notFormat", format: part.format });
    case "uniqueItems":
      return one({ kind: "repeatedItems" });
    case "propertyNames":
      return part.node === table.anything ? undefined : one({ kind: "nameOutside", node: part.node });
  }
}

type Union = Extract<Part, { readonly kind: "anyOf" | "oneOf" }>;

function one(part: Union, options: readonly Option[], work: StepCount): Expansion {
  const overlapping = [...overlapsOf(part, work).values()].reduce((sum, others) => sum + others.length, 0);
  return { items: [], choices: [{ options, telling: overlapping <= 2 * part.nodes.length }] };
}

const overlaps = new WeakMap<Union, ReadonlyMap<number, readonly number[]>>();

/** The alternatives that may have an instance in common, by index; of all others it is seen that they have none. */
function overlapsOf(part: Union, work: StepCount): ReadonlyMap<number, readonly number[]> {
  const known = overlaps.get(part);
  if (known !== undefined) return known;
  const found = overlapping(part.nodes, work);
  overlaps.set(part, found);
  return found;
}

/** What it means that an array or an object is not equal to this one. */
export function differs(value: Json, table: NodeTable): readonly Option[] {
  const equal = (inner: Json): Node => table.of([{ kind: "enum", values: [inner] }]);
  if (Array.isArray(value)) {
    return [
      ...(value.length > 0 ? [[atom({ kind: "maxItems", limit: value.length - 1 })]] : []),
      [atom({ kind: "minItems", limit: value.length + 1 })],
      ...value.map((item, index) => [itemOutside(index, index + 1, equal(item as Json))]),
    ];
  }
  if (!isObject(value)) return [];
  const names = Object.keys(value);
  const known = new Map(names.map((name) => [name, table.anything]));
  const others = {
    kind: "others",
    members: { properties: known, patterns: new Map<string, Node>() },
  } as const;
  return [
    ...names.map((name) => [atom({ kind: "lacks", name })]),
    [atom({ kind: "memberOutside", region: others, node: table.nothing })],
    ...names.map((name) => [
      atom({ kind: "memberOutside", region: { kind: "name", name }, node: equal(value[name] as Json) }),
    ]),
  ];
}

function has(name: string): Item {
  return atom({ kind: "required", names: [name] });
}

function itemOutside(from: number, to: number, node: Node): Item {
  return atom({ kind: "itemOutside", from, to, node });
}
