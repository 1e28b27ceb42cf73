import type { Json } from "../../json/json.js";
import type { Rational } from "./rational.js";
import type { InstanceType, TypeSet } from "./type-set.js";

/**
 * A schema in which equal schemas are one object: what two bundles say in the same words has one identity, so that
 * an instance cannot be asked to be valid and invalid under it at once. Made by a `NodeTable`.
 */
export interface Node {
  readonly id: number;
  /** An instance is valid when all of these hold. */
  readonly parts: readonly Part[];
  /** What these say depends on what the other parts evaluate. */
  readonly unevaluatedProperties: Node | undefined;
  readonly unevaluatedItems: Node | undefined;
  /** Where a schema that says this stands. */
  readonly place: string;
  /** Values from its `examples` and `default`, which need not be valid. */
  readonly samples: readonly Json[];
}

/** One assertion or applicator of a schema. */
export type Part =
  | { readonly kind: "never" }
  | { readonly kind: "type"; readonly set: TypeSet }
  | { readonly kind: "enum"; readonly values: readonly Json[] }
  | { readonly kind: "minimum" | "maximum"; readonly limit: Rational; readonly exclusive: boolean }
  | { readonly kind: "multipleOf"; readonly divisor: Rational }
  | { readonly kind: "minLength" | "maxLength"; readonly limit: number }
  | { readonly kind: "pattern"; readonly pattern: string }
  | { readonly kind: "format"; readonly format: string }
  | { readonly kind: "minItems" | "maxItems"; readonly limit: number }
  | { readonly kind: "uniqueItems" }
  | Items
  | Contains
  | { readonly kind: "minProperties" | "maxProperties"; readonly limit: number }
  | { readonly kind: "required"; readonly names: readonly string[] }
  | Members
  | { readonly kind: "propertyNames"; readonly node: Node }
  /** Beside a property of this name, the whole object has to be valid under the node. */
  | { readonly kind: "dependent"; readonly name: string; readonly node: Node }
  | { readonly kind: "allOf"; readonly nodes: readonly Node[] }
  | { readonly kind: "anyOf" | "oneOf"; readonly nodes: readonly Node[] }
  | { readonly kind: "not"; readonly node: Node }
  | { readonly kind: "if"; readonly condition: Node; readonly met: Node; readonly unmet: Node };

/** `prefixItems` and `items`. */
export interface Items {
  readonly kind: "items";
  readonly prefix: readonly Node[];
  /** Of the items after the prefix; `undefined` says nothing of them, and evaluates none. */
  readonly rest: Node | undefined;
}

/** `contains` with its counts. */
export interface Contains {
  readonly kind: "contains";
  readonly node: Node;
  readonly min: number;
  readonly max: number;
}

/** `properties`, `patternProperties` and `additionalProperties`, which belong together. */
export interface Members {
  readonly kind: "members";
  readonly properties: ReadonlyMap<string, Node>;
  readonly patterns: ReadonlyMap<string, Node>;
  /** Of all other properties; `undefined` says nothing of them, and evaluates none. */
  readonly additional: Node | undefined;
}

/** What instances each kind of part says something of: those of one type, or all of them. */
const domains = {
  never: "all",
  type: "all",
  enum: "all",
  minimum: "number",
  maximum: "number",
  multipleOf: "number",
  minLength: "string",
  maxLength: "string",
  pattern: "string",
  format: "string",
  minItems: "array",
  maxItems: "array",
  uniqueItems: "array",
  items: "array",
  contains: "array",
  minProperties: "object",
  maxProperties: "object",
  required: "object",
  members: "object",
  propertyNames: "object",
  dependent: "object",
  allOf: "all",
  anyOf: "all",
  oneOf: "all",
  not: "all",
  if: "all",
} as const satisfies Readonly<Record<Part["kind"], Domain>>;

/** The instances that something is said of: those of one type, or all. */
export type Domain = InstanceType | "all";

/** The keys of a record of domains whose value is one of these. */
export type KindsOf<Domains, Wanted extends Domain> = {
  [Kind in keyof Domains]: Domains[Kind] extends Wanted ? Kind : never;
}[keyof Domains];

/** The kinds of parts that say something of instances in this domain, and of no others. */
export type PartKind<Wanted extends Domain> = KindsOf<typeof domains, Wanted>;

/** The parts that say something of instances in this domain, and of no others. */
export type PartOf<Wanted extends Domain> = Extract<Part, { readonly kind: PartKind<Wanted> }>;

/** Whether the part says something of instances of this type alone. */
export function isPartOf<Type extends InstanceType>(part: Part, type: Type): part is PartOf<Type> {
  return domains[part.kind] === type;
}

/** Whether the part says anything of instances of this type. */
export function concerns({ kind }: Part, type: InstanceType): boolean {
  const domain: Domain = domains[kind];
  return domain === "all" || domain === type;
}
