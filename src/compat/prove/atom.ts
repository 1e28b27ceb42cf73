import type { Json } from "../../json/json.js";
import type { Domain, KindsOf, Members, Node, Part, PartKind } from "./node.js";
import type { Rational } from "./rational.js";

/** What one instance of a known type has to be: parts of schemas, and the opposites of parts. */
export type Atom =
  | Exclude<Part, { readonly kind: ChoiceKind }>
  | { readonly kind: "notWhole" }
  | { readonly kind: "notMultipleOf"; readonly divisor: Rational }
  | { readonly kind: "notPattern"; readonly pattern: string }
  | { readonly kind: "notFormat"; readonly format: string }
  | { readonly kind: "notEqual"; readonly value: Json }
  | { readonly kind: "repeatedItems" }
  /** At least, or at most, `count` items are valid under the node. */
  | { readonly kind: "atLeast" | "atMost"; readonly node: Node; readonly count: number }
  /** Some item from one index to before another is invalid under the node. */
  | { readonly kind: "itemOutside"; readonly from: number; readonly to: number; readonly node: Node }
  | { readonly kind: "lacks"; readonly name: string }
  /** Some property in the region is invalid under the node. */
  | { readonly kind: "memberOutside"; readonly region: Region; readonly node: Node }
  /** Some property's name is invalid under the node. */
  | { readonly kind: "nameOutside"; readonly node: Node };

/** What instances each opposite says something of. */
const oppositeDomains = {
  notWhole: "number",
  notMultipleOf: "number",
  notPattern: "string",
  notFormat: "string",
  notEqual: "all",
  repeatedItems: "array",
  atLeast: "array",
  atMost: "array",
  itemOutside: "array",
  lacks: "object",
  memberOutside: "object",
  nameOutside: "object",
} as const satisfies Readonly<Record<Exclude<Atom["kind"], Part["kind"]>, Domain>>;

/** The atoms that say something of instances in this domain, and of no others. */
export type AtomOf<Wanted extends Domain> = Extract<
  Atom,
  { readonly kind: PartKind<Wanted> | KindsOf<typeof oppositeDomains, Wanted> }
>;

/** Parts that are taken apart before an instance is looked for. */
type ChoiceKind = "never" | "allOf" | "anyOf" | "oneOf" | "not" | "if" | "dependent" | "contains";

/** Properties by their names: one, those that a pattern matches, or those that `members` leaves to `additional`. */
export type Region =
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "pattern"; readonly pattern: string }
  | { readonly kind: "others"; readonly members: Pick<Members, "properties" | "patterns"> };

/** One thing to assume: that an instance is valid or invalid under a node, an atom, or what is not evaluated. */
export type Item = NodeItem | { readonly kind: "atom"; readonly atom: Atom } | UnevaluatedItem;

/** That an instance is valid, or invalid, under a schema. */
export interface NodeItem {
  readonly kind: "node";
  readonly node: Node;
  readonly valid: boolean;
}

/** That what a node, whose parts hold, does not evaluate is as the node says, or is not. */
export interface UnevaluatedItem {
  readonly kind: "unevaluated";
  readonly node: Node;
  readonly holds: boolean;
}

/** Items that hold together. */
export type Option = readonly Item[];

export function valid(node: Node): NodeItem {
  return { kind: "node", node, valid: true };
}

export function invalid(node: Node): NodeItem {
  return { kind: "node", node, valid: false };
}

export function atom(atom: Atom): Item {
  return { kind: "atom", atom };
}
