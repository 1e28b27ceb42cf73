import type { Location } from "../contract/schema.js";

/** A TypeScript type before it is text. */
export type TypeExpression =
  | { readonly kind: "unknown" }
  | { readonly kind: "never" }
  | { readonly kind: "primitive"; readonly name: "string" | "number" | "boolean" | "null" | "undefined" }
  | { readonly kind: "literal"; readonly value: string | number | boolean }
  | { readonly kind: "reference"; readonly location: Location }
  | { readonly kind: "array"; readonly items: TypeExpression }
  | {
      readonly kind: "tuple";
      readonly items: readonly TupleItem[];
      readonly rest: TypeExpression | undefined;
    }
  | {
      readonly kind: "object";
      readonly members: readonly Member[];
      readonly index: TypeExpression | undefined;
    }
  | { readonly kind: "union"; readonly of: readonly TypeExpression[] }
  | { readonly kind: "intersection"; readonly of: readonly TypeExpression[] };

/** One place of a tuple. */
export interface TupleItem {
  readonly type: TypeExpression;
  readonly required: boolean;
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

/** Any object, with its members unknown. */
export const mapType: TypeExpression = { kind: "object", members: [], index: unknownType };

/** Some object of which nothing is known; only ever beside another type in an intersection. */
export const someObject: TypeExpression = { kind: "object", members: [], index: undefined };

/** The union of types, each once; nothing is `never`, and `unknown` swallows all. */
export function unionOf(types: readonly TypeExpression[]): TypeExpression {
  const flat = types
    .flatMap((type) => (type.kind === "union" ? type.of : [type]))
    .filter(({ kind }) => kind !== "never");
  if (flat.some(({ kind }) => kind === "unknown")) return unknownType;
  const [single] = flat;
  if (single && flat.length === 1) return single;
  const distinct = [...new Map(flat.map((type) => [keyOf(type), type])).values()];
  const [only] = distinct;
  if (distinct.length < 2) return only ?? neverType;
  return { kind: "union", of: distinct };
}

/** The intersection of types, with plain objects merged into one, which reads better. */
export function intersectionOf(types: readonly TypeExpression[]): TypeExpression {
  const flat = types.flatMap((type) => (type.kind === "intersection" ? type.of : [type]));
  const [single] = flat;
  if (single && flat.length === 1) return single;
  if (flat.some(({ kind }) => kind === "never")) return neverType;
  const objects = flat.filter((type) => type.kind === "object" && type.index === undefined);
  const merged = mergeObjects(objects as readonly Extract<TypeExpression, { kind: "object" }>[]);
  const rest = flat.filter((type) => !objects.includes(type) && type.kind !== "unknown");
  const parts =
    merged === undefined || (merged.members.length === 0 && rest.length > 0) ? rest : [merged, ...rest];
  const distinct = withoutWider([...new Map(parts.map((type) => [keyOf(type), type])).values()]);
  const [only] = distinct;
  if (distinct.length < 2) return only ?? unknownType;
  return { kind: "intersection", of: distinct };
}

function mergeObjects(
  objects: readonly Extract<TypeExpression, { kind: "object" }>[],
): Extract<TypeExpression, { kind: "object" }> | undefined {
  if (objects.length === 0) return undefined;
  const members = new Map<string, Member>();
  for (const member of objects.flatMap((object) => object.members)) {
    const before = members.get(member.name);
    members.set(member.name, before ? mergeMembers(before, member) : member);
  }
  return { kind: "object", members: [...members.values()], index: undefined };
}

function mergeMembers(a: Member, b: Member): Member {
  return {
    name: a.name,
    type: intersectionOf([a.type, b.type]),
    required: a.required || b.required,
    doc: a.doc.length > 0 ? a.doc : b.doc,
  };
}

/** Leaves out `string` beside `"a"`, and any primitive beside a union of its literals. */
function withoutWider(types: readonly TypeExpression[]): readonly TypeExpression[] {
  const literalNames = new Set(types.flatMap((type) => literalPrimitive(type) ?? []));
  return types.filter((type) => type.kind !== "primitive" || !literalNames.has(type.name));
}

function literalPrimitive(type: TypeExpression): string | undefined {
  if (type.kind === "literal") return typeof type.value;
  if (type.kind !== "union") return undefined;
  const names = new Set(type.of.map(literalPrimitive));
  const [only] = names;
  return names.size === 1 ? only : undefined;
}

function keyOf(type: TypeExpression): unknown {
  // A literal is its own key, told apart from texts of other kinds by its quotes.
  return type.kind === "literal"
    ? typeof type.value === "string"
      ? `"${type.value}`
      : type.value
    : JSON.stringify(type);
}
