import { atom, invalid, type Option, valid } from "./atom.js";
import type { Node, Part } from "./node.js";
import type { NodeTable } from "./node-table.js";
import type { InstanceType } from "./type-set.js";

/** What is known of an instance when it is asked which of its properties or items are evaluated. */
export interface Decided {
  /** Whether the instance is valid under a node; `undefined` while that is open. */
  readonly isValid: (node: Node) => boolean | undefined;
  /** Whether it has a property; `undefined` while that is open. */
  readonly hasProperty: (name: string) => boolean | undefined;
}

/** What the parts of a valid schema evaluate. */
export interface Evaluated {
  all: boolean;
  readonly names: Set<string>;
  readonly patterns: Set<string>;
  /** The number of items evaluated, counted from the first. */
  prefix: number;
  /** Items that one of these takes. */
  readonly contained: Node[];
}

/** Whether `unevaluatedProperties` or `unevaluatedItems` says something of instances of this type. */
export function hasUnevaluated(node: Node, type: InstanceType): boolean {
  return unevaluated(node, type) !== undefined;
}

/** What a schema says of what its other parts do not evaluate. */
export function unevaluated(node: Node, type: InstanceType): Node | undefined {
  if (type === "object") return node.unevaluatedProperties;
  return type === "array" ? node.unevaluatedItems : undefined;
}

/**
 * What a node evaluates, all of whose parts hold; or the next thing that has to be decided first, as a choice: which
 * properties or items are evaluated depends on which of the subschemas in place take the instance (Core, 11).
 */
export function evaluatedBy(
  node: Node,
  type: InstanceType,
  decided: Decided,
): { readonly evaluated: Evaluated } | { readonly options: readonly Option[] } {
  const evaluated: Evaluated = {
    all: false,
    names: new Set(),
    patterns: new Set(),
    prefix: 0,
    contained: [],
  };
  for (const part of node.parts) {
    const options = addPart(part, type, decided, evaluated);
    if (options !== undefined) return { options };
  }
  return { evaluated };
}

/**
 * Properties that a node may evaluate at most, all of whose parts hold, whatever is still open: what is not among them
 * is not evaluated. `undefined` where it may be all.
 */
export function mostEvaluated(
  node: Node,
  decided: Decided,
): { readonly names: ReadonlySet<string>; readonly patterns: ReadonlySet<string> } | undefined {
  const names = new Set<string>();
  const patterns = new Set<string>();
  const seen = new Set<Node>([node]);
  let all = false;
  const addNode = (inner: Node): void => {
    if (seen.has(inner) || decided.isValid(inner) === false) return;
    seen.add(inner);
    all ||= inner.unevaluatedProperties !== undefined;
    for (const part of inner.parts) addPart(part);
  };
  const addPart = (part: Part): void => {
    switch (part.kind) {
      case "members":
        all ||= part.additional !== undefined;
        for (const name of part.properties.keys()) names.add(name);
        for (const pattern of part.patterns.keys()) patterns.add(pattern);
        break;
      case "allOf":
      case "anyOf":
      case "oneOf":
        part.nodes.forEach(addNode);
        break;
      case "if":
        for (const inner of [part.condition, part.met, part.unmet]) addNode(inner);
        break;
      case "dependent":
        if (decided.hasProperty(part.name) !== false) addNode(part.node);
        break;
      default:
    }
  };
  node.parts.forEach(addPart);
  return all ? undefined : { names, patterns };
}

/** Members or items of which only what was not evaluated is described, as it has to be. */
export function restHolds(evaluated: Evaluated, further: Node, type: InstanceType, table: NodeTable): Option {
  if (evaluated.all) return [];
  if (type === "object") return furtherMembers(evaluated, further, table);
  const prefix = Array.from({ length: evaluated.prefix }, () => table.anything);
  return [atom({ kind: "items", prefix, rest: notContained(evaluated, further, table) })];
}

/** That something which was not evaluated is not as it has to be; `undefined` when all was. */
export function restFails(
  evaluated: Evaluated,
  further: Node,
  type: InstanceType,
  table: NodeTable,
): Option | undefined {
  if (evaluated.all) return undefined;
  if (type === "object") {
    const region = { kind: "others", members: membersLeft(evaluated, table) } as const;
    return [atom({ kind: "memberOutside", region, node: further })];
  }
  const node = notContained(evaluated, further, table);
  return [atom({ kind: "itemOutside", from: evaluated.prefix, to: Number.POSITIVE_INFINITY, node })];
}

/** What else there is has to be as a schema says of what is not evaluated. */
export function furtherMembers(
  evaluated: { readonly names: ReadonlySet<string>; readonly patterns: ReadonlySet<string> },
  further: Node,
  table: NodeTable,
): Option {
  return [atom({ kind: "members", ...membersLeft(evaluated, table), additional: further })];
}

function membersLeft(
  { names, patterns }: { readonly names: ReadonlySet<string>; readonly patterns: ReadonlySet<string> },
  table: NodeTable,
) {
  const anything = (keys: ReadonlySet<string>): ReadonlyMap<string, Node> =>
    new Map([...keys].map((key) => [key, table.anything]));
  return { properties: anything(names), patterns: anything(patterns) };
}

function notContained({ contained }: Evaluated, further: Node, table: NodeTable): Node {
  return contained.length === 0 ? further : table.of([{ kind: "anyOf", nodes: [...contained, further] }]);
}

/** Adds what a part that holds evaluates; gives the options of what is still open. */
function addPart(
  part: Part,
  type: InstanceType,
  decided: Decided,
  evaluated: Evaluated,
): readonly Option[] | undefined {
  switch (part.kind) {
    case "members":
      if (type !== "object") return undefined;
      evaluated.all ||= part.additional !== undefined;
      for (const name of part.properties.keys()) evaluated.names.add(name);
      for (const pattern of part.patterns.keys()) evaluated.patterns.add(pattern);
      return undefined;
    case "items":
      if (type !== "array") return undefined;
      evaluated.all ||= part.rest !== undefined;
      evaluated.prefix = Math.max(evaluated.prefix, part.prefix.length);
      return undefined;
    case "contains":
      if (type === "array") evaluated.contained.push(part.node);
      return undefined;
    case "allOf":
    case "anyOf":
    case "oneOf":
      return addNodes(part.nodes, type, decided, evaluated);
    case "if": {
      const { condition, met, unmet } = part;
      if (![condition, met, unmet].some((node) => evaluates(node, type))) return undefined;
      const isMet = decided.isValid(condition);
      if (isMet === undefined) return [[valid(condition)], [invalid(condition)]];
      return addNodes(isMet ? [condition, met] : [unmet], type, decided, evaluated);
    }
    case "dependent": {
      const { name, node } = part;
      if (type !== "object" || !evaluates(node, type)) return undefined;
      const isPresent = decided.hasProperty(name);
      if (isPresent === undefined)
        return [[atom({ kind: "lacks", name })], [atom({ kind: "required", names: [name] })]];
      return isPresent ? addNodes([node], type, decided, evaluated) : undefined;
    }
    default:
      return undefined;
  }
}

/** Of subschemas in place those count that are valid; what evaluates nothing need not be decided. */
function addNodes(
  nodes: readonly Node[],
  type: InstanceType,
  decided: Decided,
  evaluated: Evaluated,
): readonly Option[] | undefined {
  for (const node of nodes) {
    if (!evaluates(node, type)) continue;
    const isValid = decided.isValid(node);
    if (isValid === undefined) return [[valid(node)], [invalid(node)]];
    if (!isValid) continue;
    if (hasUnevaluated(node, type)) evaluated.all = true;
    for (const part of node.parts) {
      const options = addPart(part, type, decided, evaluated);
      if (options !== undefined) return options;
    }
  }
  return undefined;
}

/** Whether a valid node may evaluate a property or an item. */
function evaluates(root: Node, type: InstanceType): boolean {
  // A set that grows while it is walked visits what was added: chains of references are too long for recursion.
  const reached = new Set([root]);
  for (const node of reached) {
    if (hasUnevaluated(node, type)) return true;
    for (const part of node.parts) {
      switch (part.kind) {
        case "members":
          if (type === "object") return true;
          break;
        case "items":
        case "contains":
          if (type === "array") return true;
          break;
        case "allOf":
        case "anyOf":
        case "oneOf":
          for (const inner of part.nodes) reached.add(inner);
          break;
        case "if":
          for (const inner of [part.condition, part.met, part.unmet]) reached.add(inner);
          break;
        case "dependent":
          if (type === "object") reached.add(part.node);
          break;
      }
    }
  }
  return false;
}
