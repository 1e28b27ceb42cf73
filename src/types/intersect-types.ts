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
  const precise = known.filter(({ kind }) => kind !== "present");
  const flat = ofOneShape(withNames(precise.length > 0 ? precise : known, all));
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

/** Without those branches of unions that are of another shape than a type beside them: no object is a string. */
function ofOneShape(types: readonly TypeExpression[]): readonly TypeExpression[] {
  const shape = types.map(shapeOf).find((each) => each !== undefined);
  if (shape === undefined || !types.some(({ kind }) => kind === "union")) return types;
  return types.flatMap((type) => {
    if (type.kind !== "union") return [type];
    const left = unionOf(type.of.filter((branch) => (shapeOf(branch) ?? shape) === shape));
    return left.kind === "intersection" ? left.of : [left];
  });
}

function shapeOf({ kind }: TypeExpression): "object" | "array" | "scalar" | undefined {
  if (kind === "object") return "object";
  if (kind === "array" || kind === "tuple") return "array";
  return kind === "primitive" || kind === "literal" ? "scalar" : undefined;
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
  const left = scalarsOf(a);
  const right = scalarsOf(b);
  const [small, large] = left.parts.length <= right.parts.length ? [left, right] : [right, left];
  if (small.parts.every((type) => includes(large, type))) return small.type;
  const inRight = left.parts.filter((type) => includes(right, type));
  if (inRight.length === left.parts.length) return a;
  const inLeft = right.parts.filter((type) => includes(left, type));
  if (inLeft.length === right.parts.length) return b;
  return unionOf([...inRight, ...inLeft.filter((type) => !left.keys.has(typeKey(type)))]);
}

/** The parts of a scalar type, with the values that definitions list. */
interface Scalars {
  readonly type: TypeExpression;
  readonly parts: readonly TypeExpression[];
  readonly keys: ReadonlySet<unknown>;
}

/** Lists of hundreds of values are intersected hundreds of times. */
const knownScalars = new WeakMap<TypeExpression, Scalars>();

function scalarsOf(type: TypeExpression): Scalars {
  const known = knownScalars.get(type);
  if (known !== undefined) return known;
  const parts = spelledOut(type);
  const scalars = { type, parts, keys: new Set(parts.map(typeKey)) };
  knownScalars.set(type, scalars);
  return scalars;
}

function spelledOut(type: TypeExpression): readonly TypeExpression[] {
  if (type.kind === "union") return type.of.flatMap(spelledOut);
  return type.kind === "reference" ? (type.listed() ?? []).map(literalType) : [type];
}

/** Whether a type is one of the others, or a literal of which they have the primitive. */
function includes({ keys }: Scalars, type: TypeExpression): boolean {
  if (keys.has(typeKey(type))) return true;
  return type.kind === "literal" && keys.has(primitiveKeys[typeof type.value as keyof typeof primitiveKeys]);
}

const primitiveKeys = {
  string: typeKey({ kind: "primitive", name: "string" }),
  number: typeKey({ kind: "primitive", name: "number" }),
  boolean: typeKey({ kind: "primitive", name: "boolean" }),
};
