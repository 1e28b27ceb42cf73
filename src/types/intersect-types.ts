import { anyOfKind, literalType } from "./kind-types.js";
import {
  distinctTypes,
  type Member,
  neverType,
  type ObjectType,
  type TypeExpression,
  typeKey,
  unionOf,
  unknownType,
} from "./type-expression.js";

/**
 * The intersection of types. Plain objects become one, which reads better; literals and primitives are intersected
 * here, so that branches which exclude each other are found before the compiler multiplies them.
 */
export function intersectionOf(types: readonly TypeExpression[]): TypeExpression {
  const all = types.flatMap((type) => (type.kind === "intersection" ? type.of : [type]));
  const known = all.filter(({ kind }) => kind !== "unknown");
  const said = known.filter(({ kind }) => kind !== "present");
  const flat = withNames(said.length > 0 ? said : known, all);
  const [single] = flat;
  if (single && flat.length === 1) return single;
  if (flat.some(({ kind }) => kind === "never")) return neverType;
  const scalars = flat.filter(isScalar);
  const scalar = scalars.length === 0 ? [] : [scalars.reduce(intersectScalars)];
  if (scalar[0]?.kind === "never") return neverType;
  const objects = flat.filter(isPlainObject);
  const merged = objects.length === 0 ? [] : [{ kind: "object", ...mergeObjects(objects) } as const];
  const others = flat.filter((type) => !isScalar(type) && !isPlainObject(type));
  const parts = distinctTypes([...scalar, ...merged, ...others]);
  const [only] = parts;
  return parts.length < 2 ? (only ?? unknownType) : { kind: "intersection", of: parts };
}

/** What another schema declares stays a member, though that schema's own type is `unknown`. */
function withNames(
  types: readonly TypeExpression[],
  all: readonly TypeExpression[],
): readonly TypeExpression[] {
  const names = new Set(all.flatMap((type) => (type.kind === "unknown" ? (type.names ?? []) : [])));
  if (names.size === 0) return types;
  const members = [...names].map((name): Member => ({ name, type: unknownType, required: false, doc: [] }));
  const object: ObjectType = { kind: "object", members, index: undefined };
  if (types.length === 0) return [{ kind: "unknown", names: [...names] }];
  if (!types.some(mayBeObject)) return types;
  return [...types, types.some(isPlainObject) ? object : unionOf([...others, object])];
}

/** Any value but an object. */
const others: readonly TypeExpression[] = (["string", "number", "boolean", "null", "array"] as const).map(
  anyOfKind,
);

function mayBeObject(type: TypeExpression): boolean {
  if (type.kind === "union" || type.kind === "intersection") return type.of.some(mayBeObject);
  return type.kind === "object" || type.kind === "reference";
}

function isPlainObject(type: TypeExpression): type is ObjectType {
  return type.kind === "object" && type.index === undefined;
}

function mergeObjects(objects: readonly ObjectType[]): Omit<ObjectType, "kind"> {
  const members = new Map<string, Member>();
  for (const member of objects.flatMap((object) => object.members)) addMember(members, member);
  return { members: [...members.values()], index: undefined };
}

/** Adds what a further schema says of a member to what is known of it. */
export function addMember(members: Map<string, Member>, member: Member): void {
  const before = members.get(member.name);
  members.set(member.name, before === undefined ? member : mergeMembers(before, member));
}

function mergeMembers(a: Member, b: Member): Member {
  return {
    name: a.name,
    type: intersectionOf([a.type, b.type]),
    required: a.required || b.required,
    doc: a.doc.length > 0 ? a.doc : b.doc,
  };
}

/** Only literals, primitives and definitions that list their values, alone or in a union. */
function isScalar(type: TypeExpression): boolean {
  if (type.kind === "union") return type.of.every(isScalar);
  if (type.kind === "reference") return type.listed() !== undefined;
  return type.kind === "literal" || type.kind === "primitive";
}

function intersectScalars(a: TypeExpression, b: TypeExpression): TypeExpression {
  const left = spelledOut(a);
  const right = spelledOut(b);
  const leftKeys = new Set(left.map(typeKey));
  const rightKeys = new Set(right.map(typeKey));
  const inRight = left.filter((type) => rightKeys.has(typeKey(type)) || isWithin(type, right));
  const inLeft = right.filter((type) => leftKeys.has(typeKey(type)) || isWithin(type, left));
  if (inRight.length === left.length) return a;
  if (inLeft.length === right.length) return b;
  return unionOf([...inRight, ...inLeft.filter((type) => !leftKeys.has(typeKey(type)))]);
}

/** The parts of a scalar type, with the values that definitions list. */
function spelledOut(type: TypeExpression): readonly TypeExpression[] {
  if (type.kind === "union") return type.of.flatMap(spelledOut);
  return type.kind === "reference" ? (type.listed() ?? []).map(literalType) : [type];
}

/** A literal of which the other side has the primitive. */
function isWithin(type: TypeExpression, others: readonly TypeExpression[]): boolean {
  if (type.kind !== "literal") return false;
  return others.some((other) => other.kind === "primitive" && other.name === typeof type.value);
}
