import type { Location } from "../contract/schema.js";
import type { Json } from "../json/json.js";
import { addMember, intersectionOf } from "./intersect-types.js";
import { literalType } from "./kind-types.js";
import {
  type Member,
  type ObjectType,
  presentType,
  type TypeExpression,
  typeKey,
  unionOf,
  unknownType,
} from "./type-expression.js";
import { type KindSet, kindBit, kindOf } from "./value-kinds.js";

/** Everything that holds for a value at once: one way in which it can satisfy a schema, with all choices made. */
export interface Conjunct {
  /** The kinds of values that are left; never none. */
  readonly kinds: KindSet;
  /** Definitions that the value satisfies, each once. */
  readonly references: readonly Location[];
  /** What is said of an object, or `undefined` when that is nothing. */
  readonly object: ObjectPart | undefined;
  /** What is said of an array, or `undefined` when that is nothing. */
  readonly array: TypeExpression | undefined;
  /** The values that `enum` and `const` leave, or `undefined` when there is no such list. */
  readonly values: readonly Json[] | undefined;
}

/** What is said of an object's members. */
export interface ObjectPart {
  readonly members: ReadonlyMap<string, Member>;
  /** Objects with an index signature, which the compiler applies to their own members only. */
  readonly maps: readonly ObjectType[];
  /** True when some schema refuses members that it does not name. */
  readonly closed: boolean;
  /** True when some schema declares members, rather than only requiring, counting or refusing them. */
  readonly declares: boolean;
}

/** A value of these kinds of which nothing else is known. */
export function anythingOf(kinds: KindSet): Conjunct {
  return { kinds, references: [], object: undefined, array: undefined, values: undefined };
}

/**
 * What a value is that a schema holds for which applies to nothing, as below `not`: it declares no members, at no depth,
 * so that all which could hold members is left open.
 */
export function undeclared(conjunct: Conjunct): Conjunct {
  const { object, array } = conjunct;
  const members = [...(object?.members ?? [])].map(
    ([name, member]) => [name, { ...member, type: withoutObjects(member.type, member.required) }] as const,
  );
  return {
    ...conjunct,
    references: [],
    object: object && { members: new Map(members), maps: [], closed: object.closed, declares: false },
    array: array && array.kind === "never" ? array : undefined,
  };
}

function withoutObjects(type: TypeExpression, required: boolean): TypeExpression {
  const isScalar = ({ kind }: TypeExpression): boolean =>
    kind === "primitive" || kind === "literal" || kind === "never" || kind === "present";
  const all = type.kind === "union" ? type.of : [type];
  if (all.every(isScalar)) return type;
  return required ? presentType : unknownType;
}

/** Both at once, or `undefined` when no value satisfies both. */
export function conjoin(a: Conjunct, b: Conjunct): Conjunct | undefined {
  const kinds = a.kinds & b.kinds;
  const values = commonValues(a.values, b.values)?.filter((value) => kinds & kindBit(kindOf(value)));
  return possible({
    kinds,
    references: [...new Set([...a.references, ...b.references])],
    object: a.object && b.object ? conjoinObjects(a.object, b.object) : (a.object ?? b.object),
    array: a.array && b.array ? intersectionOf([a.array, b.array]) : (a.array ?? b.array),
    values,
  });
}

/** Drops the kinds that cannot occur; `undefined` when none is left. */
export function possible(conjunct: Conjunct): Conjunct | undefined {
  const { kinds, object, array, values } = conjunct;
  const impossible = [...(object?.members.values() ?? [])].some(isMissing);
  const left =
    kinds &
    ~(impossible ? kindBit("object") : 0) &
    ~(array?.kind === "never" ? kindBit("array") : 0) &
    (values === undefined ? kinds : values.reduce<KindSet>((all, value) => all | kindBit(kindOf(value)), 0));
  if (left === 0) return undefined;
  return {
    ...conjunct,
    kinds: left,
    object: left & kindBit("object") ? object : undefined,
    array: left & kindBit("array") ? array : undefined,
  };
}

function isMissing({ type, required }: Member): boolean {
  return required && type.kind === "never";
}

function conjoinObjects(a: ObjectPart, b: ObjectPart): ObjectPart {
  const members = new Map(a.members);
  for (const member of b.members.values()) addMember(members, member);
  return {
    members,
    maps: [...a.maps, ...b.maps],
    closed: a.closed || b.closed,
    declares: a.declares || b.declares,
  };
}

function commonValues(
  a: readonly Json[] | undefined,
  b: readonly Json[] | undefined,
): readonly Json[] | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  const keys = new Set(b.map((value) => typeKey(literalType(value))));
  return a.filter((value) => keys.has(typeKey(literalType(value))));
}

/** What has to be known of names to make one conjunct of many. */
export interface KnownNames {
  /** The names that a definition declares. */
  readonly of: (location: Location) => readonly string[];
  /** Whether a member occurs only where one of these conjuncts describes it. */
  readonly areOwn: (name: string) => boolean;
}

/**
 * One conjunct that holds wherever any of these does, for unions too large to be multiplied. Every member that one of
 * them names stays, so that a literal with it compiles.
 */
export function widest(conjuncts: readonly Conjunct[], names: KnownNames): Conjunct {
  const kinds = conjuncts.reduce<KindSet>((all, conjunct) => all | conjunct.kinds, 0);
  const [first] = conjuncts;
  const shared = (first?.references ?? []).filter((location) =>
    conjuncts.every(({ references }) => references.includes(location)),
  );
  const arrays = conjuncts.filter((conjunct) => conjunct.kinds & kindBit("array"));
  const isSaid = arrays.length > 0 && arrays.every(({ array, values }) => array && !values);
  const objects = conjuncts.filter((conjunct) => conjunct.kinds & kindBit("object"));
  return {
    kinds,
    references: shared,
    object: objects.length === 0 ? undefined : widestObject(objects, shared, names),
    array: isSaid ? unionOf(arrays.flatMap(({ array }) => array ?? [])) : undefined,
    values: conjuncts.every(({ values }) => values !== undefined)
      ? conjuncts.flatMap(({ values }) => values ?? [])
      : undefined,
  };
}

function widestObject(
  conjuncts: readonly Conjunct[],
  shared: readonly Location[],
  known: KnownNames,
): ObjectPart {
  const names = new Set<string>();
  for (const { object, references, values } of conjuncts) {
    for (const name of object?.members.keys() ?? []) names.add(name);
    for (const map of object?.maps ?? []) for (const { name } of map.members) names.add(name);
    for (const location of references) {
      if (!shared.includes(location)) for (const name of known.of(location)) names.add(name);
    }
    for (const value of values ?? []) {
      if (kindOf(value) === "object") for (const name of Object.keys(value as object)) names.add(name);
    }
  }
  const hasMap = conjuncts.some(({ object }) => (object?.maps.length ?? 0) > 0);
  const members = new Map(
    [...names].map((name) => [name, widestMember(name, conjuncts, known.areOwn(name))]),
  );
  const map: ObjectType = { kind: "object", members: [], index: { kind: "unknown" } };
  return { members, maps: hasMap ? [map] : [], closed: false, declares: true };
}

function widestMember(name: string, conjuncts: readonly Conjunct[], isOwn: boolean): Member {
  const own = conjuncts.map(({ object }) => object?.members.get(name));
  const types = own.map((member, index): TypeExpression => {
    const { object, values, references } = conjuncts[index] as Conjunct;
    const absent =
      (isOwn || object?.closed) && (object?.maps ?? []).length === 0 && references.length === 0 && !values;
    return member && !values ? member.type : { kind: absent ? "never" : "unknown" };
  });
  return {
    name,
    type: unionOf(types),
    required: own.every((member) => member?.required === true),
    doc: own.find((member) => member && member.doc.length > 0)?.doc ?? [],
  };
}
