import type { Location, Schema } from "../contract/schema.js";
import type { Json } from "../json/json.js";
import { type Alternatives, type Choices, distribute } from "./alternatives.js";
import type { Conjunct, ObjectPart } from "./conjunct.js";
import { intersectionOf } from "./intersect-types.js";
import { anyOfKind, anyOfKinds, literalType } from "./kind-types.js";
import { newPlainKinds } from "./plain-kinds.js";
import type { Scalar } from "./scalar-validity.js";
import {
  type Member,
  type ObjectType,
  presentType,
  type TypeExpression,
  unionOf,
  unknownType,
} from "./type-expression.js";
import { type KindSet, kindBit, kindOf, listKinds } from "./value-kinds.js";

/** Turns what holds for a value into a type. */
export interface Renderer {
  readonly render: (choices: Choices, isFree: boolean) => TypeExpression;
  /** A type of which another type beside it says more. */
  readonly renderBeside: (alternatives: Alternatives) => TypeExpression;
}

/**
 * Turns what holds for a value into a type. `isFree` lets an object have any members in a case that declares none;
 * `namesOf` gives the names that a definition declares, `mapsOf` what it says of members that it does not declare.
 */
export function newRenderer(
  resolve: (location: Location) => Schema,
  kindsOf: (schema: Schema) => KindSet,
  listedOf: (schema: Schema) => readonly Scalar[] | undefined,
  namesOf: (location: Location) => readonly string[],
  mapsOf: (location: Location) => readonly ObjectType[],
): Renderer {
  const plainKinds = newPlainKinds(resolve, kindsOf, listedOf);

  function reference(location: Location, kinds: KindSet): TypeExpression {
    const target = resolve(location);
    const listed = (): readonly Scalar[] | undefined =>
      listedOf(target)?.filter((value) => kinds & kindBit(kindOf(value)));
    return { kind: "reference", location, without: kindsOf(target) & ~kinds, listed };
  }

  /** `beside` stands for an object of which nothing is said, where another type says it. */
  function render(conjunct: Conjunct, isFree: boolean, beside: boolean): TypeExpression {
    const { kinds, references, array, values } = conjunct;
    if (values !== undefined) {
      const lists = references.flatMap((location) => {
        const listed: readonly Json[] | undefined = listedOf(resolve(location));
        return listed === undefined ? [] : [new Set(listed)];
      });
      const left = values.filter(
        (value) => kinds & kindBit(kindOf(value)) && lists.every((list) => list.has(value)),
      );
      return unionOf(left.map(literalType));
    }
    const [only] = references;
    const alone = references.length === 1 && !conjunct.object && !array;
    if (only !== undefined && alone && (plainKinds(only) & kinds) !== kinds) return reference(only, kinds);
    const object = withPlainNames(conjunct);
    const groups = new Map<string, { kinds: KindSet; references: readonly Location[] }>();
    for (const kind of listKinds(kinds)) {
      const bit = kindBit(kind);
      const constraining = references.filter((location) => !(plainKinds(location) & bit));
      const own = (kind === "object" && object) || (kind === "array" && array) ? kind : "";
      const key = JSON.stringify([own, constraining]);
      const group = groups.get(key);
      groups.set(key, { kinds: (group?.kinds ?? 0) | bit, references: constraining });
    }
    return unionOf(
      [...groups.values()].map((group) => {
        const isObject = group.kinds === kindBit("object");
        const isArray = group.kinds === kindBit("array");
        const own =
          (isObject && object && objectOf(object, isFree, group.references, mapsOf)) ||
          (isArray && array) ||
          undefined;
        if (own !== undefined || group.references.length > 0) {
          return intersectionOf([
            ...(own === undefined ? [] : [own]),
            ...group.references.map((location) => reference(location, group.kinds)),
          ]);
        }
        return beside ? besideOthers(group.kinds) : anyOfKinds(group.kinds);
      }),
    );
  }

  /** What is said of an object, with the names of those definitions that are left out since their types say nothing. */
  function withPlainNames({ kinds, references, object }: Conjunct): ObjectPart | undefined {
    const plain = references.filter((location) => plainKinds(location) & kinds & kindBit("object"));
    const alone = object === undefined && plain.length === references.length;
    const names = alone ? [] : plain.flatMap(namesOf).filter((name) => !object?.members.has(name));
    if (names.length === 0) return object;
    const own = object ?? { members: new Map(), maps: [], closed: false, declares: true };
    const members = names.map((name): Member => ({ name, type: unknownType, required: false, doc: [] }));
    return {
      ...own,
      members: new Map([...own.members, ...members.map((each) => [each.name, each] as const)]),
    };
  }

  function renderChoices(choices: Choices, isFree: boolean): TypeExpression {
    const flat = distribute(choices);
    if (flat !== undefined) return unionOf(flat.map((conjunct) => render(conjunct, isFree, false)));
    const { common, alternatives } = choices;
    return intersectionOf([render(common, isFree, false), renderBeside(alternatives, isFree)]);
  }

  function renderBeside(alternatives: Alternatives, isFree: boolean): TypeExpression {
    return unionOf(alternatives.map((each) => render(each, isFree, true)));
  }

  return { render: renderChoices, renderBeside: (alternatives) => renderBeside(alternatives, false) };
}

/** Values of these kinds beside a type that says more: an index signature here would let any member in. */
function besideOthers(kinds: KindSet): TypeExpression {
  const types = listKinds(kinds).map((kind): TypeExpression => {
    return kind === "object" ? { kind: "object", members: [], index: undefined } : anyOfKind(kind);
  });
  return unionOf(types);
}

function objectOf(
  { members, maps, declares, closed }: ObjectPart,
  isFree: boolean,
  references: readonly Location[],
  mapsOf: (location: Location) => readonly ObjectType[],
): TypeExpression {
  const beside = [...maps, ...references.flatMap(mapsOf)];
  const list = [...members.values()].map((member) => withinMaps(member, beside));
  const own = references.length > 0 || maps.length > 0 ? list.map(withPresence) : list;
  const plain: TypeExpression[] =
    own.length > 0 || maps.length === 0
      ? [{ kind: "object", members: own, index: isFree && !declares && !closed ? unknownType : undefined }]
      : [];
  const narrowed = maps.map((map) => ({
    ...map,
    members: map.members.map((member) =>
      withinMaps(
        member,
        beside.filter((each) => each !== map),
      ),
    ),
  }));
  return intersectionOf([...plain, ...narrowed]);
}

/**
 * A member with what maps say of it that do not declare it. The compiler would find out, too, but reads a literal by
 * the member's own type first: as `string`, `"x"` does not fit an index signature of `"x"`.
 */
function withinMaps(member: Member, maps: readonly ObjectType[]): Member {
  const others = maps.flatMap(({ members, index }) =>
    index === undefined || members.some(({ name }) => name === member.name) ? [] : withoutUndefined(index),
  );
  return others.length === 0 ? member : { ...member, type: intersectionOf([member.type, ...others]) };
}

function withoutUndefined(type: TypeExpression): TypeExpression {
  if (type.kind !== "union") return type;
  return unionOf(type.of.filter((each) => each.kind !== "primitive" || each.name !== "undefined"));
}

/** A required member that another type describes must not be `undefined`, which `unknown` would let pass. */
function withPresence(member: Member): Member {
  return member.required && member.type.kind === "unknown" ? { ...member, type: presentType } : member;
}
