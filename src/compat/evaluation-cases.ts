import { atom, invalid, type Option, valid } from "./atom.js";
import type { Members, Node, Part } from "./node.js";
import type { NodeTable } from "./node-table.js";
import type { InstanceType } from "./type-set.js";

/** What the parts of a schema evaluate when certain subschemas are valid and others are not. */
interface Case {
  /** Which are. */
  readonly items: Option;
  readonly all: boolean;
  readonly names: ReadonlySet<string>;
  readonly patterns: ReadonlySet<string>;
  /** So many items from the first. */
  readonly prefix: number;
  /** Items that one of these takes. */
  readonly contained: readonly Node[];
}

const start: Case = {
  items: [],
  all: false,
  names: new Set(),
  patterns: new Set(),
  prefix: 0,
  contained: [],
};

/** Whether `unevaluatedProperties` or `unevaluatedItems` says something of instances of this type. */
export function hasUnevaluated(node: Node, type: InstanceType): boolean {
  return (
    (type === "object"
      ? node.unevaluatedProperties
      : type === "array"
        ? node.unevaluatedItems
        : undefined) !== undefined
  );
}

/**
 * The ways in which what a schema says of the unevaluated holds, and those in which all but that holds: which
 * properties or items are evaluated depends on which of the subschemas in place take the instance.
 */
export function evaluationCases(
  node: Node,
  type: InstanceType,
  table: NodeTable,
): { readonly holding: readonly Option[]; readonly failing: readonly Option[] } {
  const cases = casesOf(node.parts, type);
  if (type === "object") {
    const further = node.unevaluatedProperties as Node;
    return {
      holding: cases.map((each) =>
        each.all ? each.items : [...each.items, atom(restOf(each, further, table))],
      ),
      failing: cases
        .filter(({ all }) => !all)
        .map((each) => {
          const members = restOf(each, further, table);
          const outside = {
            kind: "memberOutside",
            region: { kind: "others", members },
            node: further,
          } as const;
          return [...node.parts.map(asNode(table)).map(valid), ...each.items, atom(outside)];
        }),
    };
  }
  const further = node.unevaluatedItems as Node;
  const nodeOf = ({ contained }: Case): Node =>
    contained.length === 0 ? further : table.of([{ kind: "anyOf", nodes: [...contained, further] }]);
  return {
    holding: cases.map((each) => {
      if (each.all) return each.items;
      const prefix = Array.from({ length: each.prefix }, () => table.anything);
      return [...each.items, atom({ kind: "items", prefix, rest: nodeOf(each) })];
    }),
    failing: cases
      .filter(({ all }) => !all)
      .map((each) => {
        const outside = {
          kind: "itemOutside",
          from: each.prefix,
          to: Number.POSITIVE_INFINITY,
          node: nodeOf(each),
        } as const;
        return [...node.parts.map(asNode(table)).map(valid), ...each.items, atom(outside)];
      }),
  };
}

function asNode(table: NodeTable): (part: Part) => Node {
  return (part) => table.of([part]);
}

/** Members of which only what a case does not evaluate is described. */
function restOf({ names, patterns }: Case, additional: Node, table: NodeTable): Members {
  const anything = (keys: ReadonlySet<string>): ReadonlyMap<string, Node> =>
    new Map([...keys].map((key) => [key, table.anything]));
  return { kind: "members", properties: anything(names), patterns: anything(patterns), additional };
}

function casesOf(parts: readonly Part[], type: InstanceType): readonly Case[] {
  let cases: readonly Case[] = [start];
  for (const part of parts) {
    const more = partCases(part, type);
    cases = cases.flatMap((left) => more.map((right) => joined(left, right)));
  }
  return cases;
}

/** A valid node's cases; one that has a say of its own in the unevaluated evaluates everything. */
function nodeCases(node: Node, type: InstanceType): readonly Case[] {
  if (!evaluates(node, type)) return [{ ...start, items: [valid(node)] }];
  const all = hasUnevaluated(node, type);
  if (all) return [{ ...start, all, items: [valid(node)] }];
  return casesOf(node.parts, type).map((each) => ({ ...each, items: [valid(node), ...each.items] }));
}

function partCases(part: Part, type: InstanceType): readonly Case[] {
  switch (part.kind) {
    case "members":
      if (type !== "object") return [start];
      return [
        {
          ...start,
          all: part.additional !== undefined,
          names: new Set(part.properties.keys()),
          patterns: new Set(part.patterns.keys()),
        },
      ];
    case "items":
      return type === "array"
        ? [{ ...start, all: part.rest !== undefined, prefix: part.prefix.length }]
        : [start];
    case "contains":
      return type === "array" ? [{ ...start, contained: [part.node] }] : [start];
    case "allOf":
      return part.nodes.reduce<readonly Case[]>(
        (cases, node) => cases.flatMap((left) => nodeCases(node, type).map((right) => joined(left, right))),
        [start],
      );
    case "anyOf":
      return anyOfCases(part.nodes, type);
    case "oneOf":
      if (!part.nodes.some((node) => evaluates(node, type))) return [start];
      return part.nodes.flatMap((node, at) => {
        const others = part.nodes.filter((_, index) => index !== at).map(invalid);
        return nodeCases(node, type).map((each) => ({ ...each, items: [...each.items, ...others] }));
      });
    case "if": {
      const { condition, met: then, unmet: otherwise } = part;
      if (![condition, then, otherwise].some((node) => evaluates(node, type))) return [start];
      const met = nodeCases(condition, type).flatMap((left) =>
        nodeCases(then, type).map((right) => joined(left, right)),
      );
      const unmet = nodeCases(otherwise, type).map((each) => ({
        ...each,
        items: [invalid(condition), ...each.items],
      }));
      return [...met, ...unmet];
    }
    case "dependent": {
      if (type !== "object" || !evaluates(part.node, type)) return [start];
      const { name } = part;
      const present = nodeCases(part.node, type).map((each) => ({
        ...each,
        items: [atom({ kind: "required", names: [name] }), ...each.items],
      }));
      return [...present, { ...start, items: [atom({ kind: "lacks", name })] }];
    }
    default:
      return [start];
  }
}

/** Every branch that is valid counts, so each is valid or not; those that evaluate nothing need not be decided. */
function anyOfCases(nodes: readonly Node[], type: InstanceType): readonly Case[] {
  const deciding = nodes.filter((node) => evaluates(node, type));
  return deciding.reduce<readonly Case[]>(
    (cases, node) =>
      cases.flatMap((left) => [
        ...nodeCases(node, type).map((right) => joined(left, right)),
        { ...left, items: [...left.items, invalid(node)] },
      ]),
    [start],
  );
}

function joined(left: Case, right: Case): Case {
  return {
    items: [...left.items, ...right.items],
    all: left.all || right.all,
    names: new Set([...left.names, ...right.names]),
    patterns: new Set([...left.patterns, ...right.patterns]),
    prefix: Math.max(left.prefix, right.prefix),
    contained: [...left.contained, ...right.contained],
  };
}

/** Whether a valid node may evaluate a property or an item. */
function evaluates(node: Node, type: InstanceType, seen: Set<Node> = new Set()): boolean {
  if (seen.has(node)) return false;
  seen.add(node);
  if (hasUnevaluated(node, type)) return true;
  return node.parts.some((part) => {
    switch (part.kind) {
      case "members":
        return type === "object";
      case "items":
      case "contains":
        return type === "array";
      case "allOf":
      case "anyOf":
      case "oneOf":
        return part.nodes.some((inner) => evaluates(inner, type, seen));
      case "if":
        return [part.condition, part.met, part.unmet].some((inner) => evaluates(inner, type, seen));
      case "dependent":
        return type === "object" && evaluates(part.node, type, seen);
      default:
        return false;
    }
  });
}
