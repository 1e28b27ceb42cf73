import { annotationKeywords } from "../contract/annotation-keywords.js";
import { inPlaceSubschemas, type Location, type Schema, type SchemaObject } from "../contract/schema.js";
import type { Alternatives } from "./alternatives.js";
import { anythingOf, type Conjunct, undeclared } from "./conjunct.js";
import { enumeratedValues, literalType } from "./kind-types.js";
import type { KnownMember } from "./known-member.js";
import { acceptsScalar } from "./scalar-validity.js";
import { type MemberReaders, newSpelling } from "./spell-out.js";
import {
  type Member,
  neverType,
  presentType,
  type TypeExpression,
  unionOf,
  unknownType,
} from "./type-expression.js";
import { allKinds, type KindSet, kindBit, wholeKinds } from "./value-kinds.js";

/** What the cases of a condition need to be told apart. */
export interface ConditionTypes extends MemberReaders {
  /** The cases in which a condition holds. */
  readonly holding: (condition: Schema, roots: readonly Schema[]) => Alternatives;
  /** Those that hold together, of several choices. */
  readonly together: (choices: readonly Alternatives[]) => Alternatives;
  /** The type of a member of these kinds in these cases, beside what else is said of it. */
  readonly typeOfCases: (cases: Alternatives, kinds: KindSet) => TypeExpression;
}

/** Finds in which cases a condition fails, and what it says of members whose values are listed. */
export interface Conditions {
  /**
   * What holds where a condition fails, as far as types can say it: the values that are left of a member, its absence,
   * or its kinds. `undefined` for anything.
   */
  readonly failing: (condition: Schema, roots: readonly Schema[]) => Alternatives | undefined;
  /** The condition with the listed values that it leaves of each member. */
  readonly spelledOut: (condition: Schema, roots: readonly Schema[]) => Schema;
}

/** A condition of more schemas than this, with those that it refers to, is not followed. */
const mostSchemas = 100;

/** More cases than this of one condition are one case. */
const mostCases = 16;

/** Conditions on members: a discriminator's values, the presence of a member, and what combines those. */
export function newConditions(using: ConditionTypes): Conditions {
  const { resolve, kindsOf, listedOf, knownIn, holding, together, typeOfCases } = using;
  const { acceptedOf, spelledOut } = newSpelling(using);

  function failing(condition: Schema, roots: readonly Schema[]): Alternatives | undefined {
    if (!isVisible(condition, resolve)) return undefined;
    if (typeof condition === "boolean") return [];
    const { type, required = [], properties = {}, allOf = [], anyOf, oneOf, not, $ref } = condition;
    const inner = (part: Schema): Alternatives | undefined => failing(part, roots);
    const cases = [
      ...(type === undefined ? [] : [[anythingOf(allKinds & ~wholeKinds(type))]]),
      ...(isListing(condition) ? [[anythingOf(allKinds & ~exhausted(condition))]] : []),
      ...memberCases(Object.entries(properties), new Set(required), roots),
      ...required.filter((name) => !Object.hasOwn(properties, name)).map((name) => [absent(name, false)]),
      ...allOf.map(inner),
      ...(anyOf === undefined ? [] : [allFailing(anyOf.map(inner))]),
      ...(oneOf === undefined ? [] : [oneFailing(oneOf, oneOf.map(inner), roots)]),
      ...(not === undefined ? [] : [held(not, roots)]),
      ...($ref === undefined ? [] : [inner(resolve($ref))]),
    ];
    const all = cases.flatMap((each) => each ?? []).filter(({ kinds }) => kinds !== 0);
    return all.length > mostCases || cases.includes(undefined) ? undefined : all;
  }

  /** A schema inside a condition that fails may hold, but applies to nothing. */
  function held(schema: Schema, roots: readonly Schema[]): Alternatives {
    return holding(schema, roots).map(undeclared);
  }

  function allFailing(parts: readonly (Alternatives | undefined)[]): Alternatives {
    const types = parts.filter((part) => part !== undefined);
    return together(types);
  }

  /** Where no branch of `oneOf` holds, or two do. */
  function oneFailing(
    branches: readonly Schema[],
    parts: readonly (Alternatives | undefined)[],
    roots: readonly Schema[],
  ): Alternatives | undefined {
    if (branches.length > mostCases) return undefined;
    const each = branches.map((branch) => held(branch, roots));
    const pairs = each.flatMap((one, index) =>
      each.slice(index + 1).flatMap((other) => together([one, other])),
    );
    return [...allFailing(parts), ...pairs];
  }

  /** One case for each member by which the condition fails, where it holds for the members before. */
  function memberCases(
    entries: readonly (readonly [string, Schema])[],
    required: ReadonlySet<string>,
    roots: readonly Schema[],
  ): Alternatives[] {
    const before: Member[] = [];
    return entries.map(([name, schema]) => {
      const known = knownIn(roots, name);
      const type = failingType(schema, known);
      const isThere = !required.has(name) || known.required;
      const member = {
        name,
        type: isThere && type.kind === "unknown" ? presentType : type,
        required: isThere,
      };
      const failed = objectWith([...before, { ...member, doc: [] }]);
      const accepted = acceptedOf(schema, known);
      if (accepted !== undefined) before.push(optional(name, unionOf(accepted.map(literalType))));
      return [failed];
    });
  }

  /** What a member may be so that a condition on it fails. */
  function failingType(schema: Schema, known: KnownMember): TypeExpression {
    const listed = listedOf(known.schema);
    if (listed !== undefined) {
      const refused = listed.filter((value) => acceptsScalar(schema, value, resolve) !== true);
      return unionOf(refused.map(literalType));
    }
    const cases = failing(schema, [known.schema]);
    return cases === undefined ? unknownType : typeOfCases(cases, kindsOf(known.schema));
  }

  return {
    failing: (condition, roots) => (canFollow(condition, resolve) ? failing(condition, roots) : undefined),
    spelledOut: (condition, roots) =>
      canFollow(condition, resolve) ? spelledOut(condition, roots) : condition,
  };
}

/** Whether the cases in which a condition fails differ from any others in their type. */
export function canFailVisibly(condition: Schema, resolve: (location: Location) => Schema): boolean {
  return canFollow(condition, resolve) && isVisible(condition, resolve);
}

function isVisible(condition: Schema, resolve: (location: Location) => Schema): boolean {
  if (typeof condition === "boolean") return condition;
  const inner = (part: Schema): boolean => isVisible(part, resolve);
  return Object.keys(condition).every((keyword) => {
    switch (keyword) {
      case "type":
      case "properties":
      case "required":
      case "not":
        return true;
      case "const":
      case "enum":
        return exhausted(condition) !== 0;
      case "allOf":
        return condition.allOf?.every(inner);
      case "anyOf":
      case "oneOf":
        return condition[keyword]?.some(inner);
      case "$ref":
        return inner(resolve(condition.$ref as Location));
      default:
        return annotationKeywords.has(keyword);
    }
  });
}

/** Whether a condition is small, with what it refers to in place and in its members. */
function canFollow(condition: Schema, resolve: (location: Location) => Schema): boolean {
  const open = [condition];
  for (let seen = 0; seen < mostSchemas; seen += 1) {
    const schema = open.pop();
    if (schema === undefined) return true;
    if (typeof schema === "boolean") continue;
    for (const [, part] of inPlaceSubschemas(schema)) open.push(part);
    open.push(...Object.values(schema.properties ?? {}));
    if (schema.$ref !== undefined) open.push(resolve(schema.$ref));
  }
  return false;
}

function isListing(schema: SchemaObject): boolean {
  return schema.const !== undefined || schema.enum !== undefined;
}

/** The kinds of which a schema lists every value. */
function exhausted(schema: SchemaObject): KindSet {
  const values = enumeratedValues(schema) ?? [];
  const booleans = values.includes(true) && values.includes(false);
  return (values.includes(null) ? kindBit("null") : 0) | (booleans ? kindBit("boolean") : 0);
}

/** An object without a member, or a value of another kind. */
export function absent(name: string, others: boolean): Conjunct {
  return { ...objectWith([optional(name, neverType)]), kinds: others ? allKinds : kindBit("object") };
}

/** An object that has a member. */
export function present(name: string): Conjunct {
  return objectWith([{ name, type: presentType, required: true, doc: [] }]);
}

function optional(name: string, type: TypeExpression): Member {
  return { name, type, required: false, doc: [] };
}

function objectWith(members: readonly Member[]): Conjunct {
  const object = {
    members: new Map(members.map((member) => [member.name, member])),
    maps: [],
    closed: false,
    declares: false,
  };
  return { ...anythingOf(kindBit("object")), object };
}
