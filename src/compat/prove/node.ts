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

const domains: Readonly<Partial<Record<Part["kind"], InstanceType>>> = {
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
};

/** Whether the part says anything of instances of this type. */
export function concerns({ kind }: Part, type: InstanceType): boolean {
  const domain = domains[kind];
  return domain === undefined || domain === type;
}
