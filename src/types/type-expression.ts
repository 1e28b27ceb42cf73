import type { Location } from "../contract/schema.js";
import type { KindSet } from "./value-kinds.js";

/** A TypeScript type before it is text. */
export type TypeExpression =
  /** Anything; `names` are those that an object may have by the schema, for where another type holds, too. */
  | { readonly kind: "unknown"; readonly names?: readonly string[] }
  | { readonly kind: "never" }
  /** Any value of a member that is there: `unknown` without `undefined`. */
  | { readonly kind: "present" }
  | { readonly kind: "primitive"; readonly name: "string" | "number" | "boolean" | "null" | "undefined" }
  | { readonly kind: "literal"; readonly value: string | number | boolean }
  | ReferenceType
  | { readonly kind: "array"; readonly items: TypeExpression }
  | TupleType
  | ObjectType
  | { readonly kind: "union"; readonly of: readonly TypeExpression[] }
  | { readonly kind: "intersection"; readonly of: readonly TypeExpression[] };

/** The type of a definition, by its name. */
export interface ReferenceType {
  readonly kind: "reference";
  readonly location: Location;
  /** Kinds of values that the definition accepts and that cannot occur here. */
  readonly without: KindSet;
  /** The values that it lists, if it does: literals beside it can be left out, or stand for it. */
  readonly listed: () => readonly (string | number | boolean | null)[] | undefined;
}

/** An array with a known start. */
export interface TupleType {
  readonly kind: "tuple";
  readonly items: readonly TupleItem[];
  readonly rest: TypeExpression | undefined;
}

/** One place of a tuple. */
export interface TupleItem {
  readonly type: TypeExpression;
  readonly required: boolean;
}

/** An object with its members, and what further members may be. */
export interface ObjectType {
  readonly kind: "object";
  readonly members: readonly Member[];
  readonly index: TypeExpression | undefined;
}

/** One property of an object type. */
export interface Member {
  readonly name: string;
  readonly type: TypeExpression;
  readonly required: boolean;
  /** Lines of its TSDoc. */
  readonly doc: readonly string[];
}

export const unknownType: TypeExpression = { kind: "unknown" };
export const neverType: TypeExpression = { kind: "never" };
export const presentType: TypeExpression = { kind: "present" };
export const undefinedType: TypeExpression = { kind: "primitive", name: "undefined" };

/** Any object, with its members unknown. */
export const mapType: ObjectType = { kind: "object", members: [], index: unknownType };

/** The union of types, each once; nothing is `never`, and `unknown` swallows all. */
export function unionOf(types: readonly TypeExpression[]): TypeExpression {
  const flat = withoutIncluded(
    types
      .flatMap((type) => (type.kind === "union" ? type.of : [type]))
      .filter(({ kind }) => kind !== "never"),
  );
  if (flat.some(({ kind }) => kind === "unknown")) return unknownType;
  const [single] = flat;
  if (single && flat.length === 1) return single;
  const distinct = distinctTypes(flat);
  const [only] = distinct;
  if (distinct.length < 2) return only ?? neverType;
  return { kind: "union", of: distinct };
}

/** Without the literals that `number` and `boolean` include; beside `string`, they are words to propose. */
function withoutIncluded(types: readonly TypeExpression[]): readonly TypeExpression[] {
  const names = new Set(types.map((type) => (type.kind === "primitive" ? type.name : "")));
  if (!names.has("number") && !names.has("boolean")) return types;
  return types.filter((type) => {
    const name = type.kind === "literal" ? typeof type.value : "string";
    return name === "string" || !names.has(name as "number" | "boolean");
  });
}

/** Each type once, in order. */
export function distinctTypes(types: readonly TypeExpression[]): TypeExpression[] {
  return [...new Map(types.map((type) => [typeKey(type), type])).values()];
}

/** Equal for types that are written the same. */
export function typeKey(type: TypeExpression): unknown {
  // A literal is its own key, told apart from texts of other kinds by its quotes.
  return type.kind === "literal"
    ? typeof type.value === "string"
      ? `"${type.value}`
      : type.value
    : JSON.stringify(type);
}
