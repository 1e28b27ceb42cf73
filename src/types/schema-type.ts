import { commentLines } from "../code/doc-comment.js";
import { declaredProperties } from "../contract/object-shape.js";
import type { Location, Schema, SchemaObject } from "../contract/schema.js";
import { type Alternatives, type Choices, combine, distribute } from "./alternatives.js";
import { arrayType } from "./array-type.js";
import { absent, newConditions, present } from "./conditions.js";
import {
  anythingOf,
  type Conjunct,
  conjoin,
  type KnownNames,
  type ObjectPart,
  possible,
  widest,
} from "./conjunct.js";
import { newCrowding } from "./crowding.js";
import { listedValues } from "./kind-types.js";
import { alwaysApplied, newKnowledge } from "./known-member.js";
import { listedReader } from "./listed-reader.js";
import { describedBeside, type NamesInPlace, namesInPlace } from "./names-in-place.js";
import { newFreedom } from "./object-freedom.js";
import { objectType } from "./object-type.js";
import { newRenderer } from "./render-conjunct.js";
import { schemaDoc } from "./schema-doc.js";
import {
  type Member,
  neverType,
  type ObjectType,
  type TypeExpression,
  unknownType,
} from "./type-expression.js";
import { allKinds, type KindSet, kindBit, kindReader } from "./value-kinds.js";

/** Turns canonical schemas into types. */
export type Typer = (schema: Schema) => TypeExpression;

/**
 * Makes types that never lie: every value that the schema accepts is assignable to its type, and every message that a
 * publisher may send is, too, as a literal in its code. What TypeScript cannot say (bounds, patterns, `not`) makes the
 * type wider; no member that some branch names is left out. References become names.
 */
export function newTyper(resolve: (location: Location) => Schema): Typer {
  const kindsOf = kindReader(resolve);
  const listedOf = listedReader(resolve);
  const maps = new Map<Location, readonly ObjectType[]>();
  const named = new WeakMap<SchemaObject, NamesInPlace>();
  const mayBeFree = newFreedom(resolve, kindsOf);
  const isCrowded = newCrowding(resolve);
  const { render, renderBeside } = newRenderer(resolve, kindsOf, listedOf, namesOf, mapsOf);
  const { failing, spelledOut } = newConditions({
    resolve,
    kindsOf,
    listedOf,
    knownIn: newKnowledge(resolve),
    holding: (condition, roots) => holding(condition, allKinds, roots),
    together: (choices) => flatCombine(choices, allKinds),
    typeOfCases: (cases, kinds) => renderBeside(flatCombine([cases], kinds)),
  });

  function typeOf(schema: Schema): TypeExpression {
    return typeWithin(schema, allKinds);
  }

  /** The type of a schema's values of these kinds. */
  function typeWithin(schema: Schema, within: KindSet): TypeExpression {
    const kinds = within & kindsOf(schema);
    const choices = choicesOf(schema, kinds, [schema]);
    if (choices === undefined) return neverType;
    const isFree = mayBeFree(schema);
    const type = render(withMentioned(choices, schema, isFree), isFree);
    const names = type.kind === "unknown" ? declaredIn(schema) : [];
    return names.length > 0 ? { kind: "unknown", names } : type;
  }

  /**
   * Choices with the names that no case describes: those that are accepted in every case, though only one mentions
   * them, and those of cases that cannot occur, which readers may look for.
   */
  function withMentioned(choices: Choices, root: Schema, isFree: boolean): Choices {
    const { common, alternatives } = choices;
    if (!(common.kinds & kindBit("object")) || !hasCases(root)) return choices;
    const { described, mentioned } = namesBesideEachOther(root);
    const isOpen = !common.object?.closed && (common.object?.maps ?? []).length === 0;
    const shown = isOpen ? namesIn([common, ...alternatives]) : undefined;
    const names = [
      ...(isFree ? [] : mentioned),
      ...(shown === undefined ? [] : described.filter((name) => !shown.has(name))),
    ];
    if (names.length === 0) return choices;
    const members = new Map(
      names.map((name) => [name, { name, type: unknownType, required: false, doc: [] }] as const),
    );
    const object = { members, maps: [], closed: false, declares: false };
    return { common: conjoin(common, { ...anythingOf(common.kinds), object }) ?? common, alternatives };
  }

  /** The names that cases show, or the definitions that they refer to. */
  function namesIn(cases: Alternatives): ReadonlySet<string> {
    const names = new Set<string>();
    for (const { object, references } of cases) {
      for (const name of object?.members.keys() ?? []) names.add(name);
      for (const map of object?.maps ?? []) for (const { name } of map.members) names.add(name);
      for (const location of references) for (const name of namesOf(location)) names.add(name);
    }
    return names;
  }

  /**
   * What a schema says of values of these kinds. `roots` hold for the same value, too. What `not` leaves is said only
   * in a condition, since it takes more words than it is worth elsewhere.
   */
  function choicesOf(
    schema: Schema,
    kinds: KindSet,
    roots: readonly Schema[],
    isCondition = false,
  ): Choices | undefined {
    if (kinds === 0) return undefined;
    if (typeof schema === "boolean") return { common: anythingOf(kinds), alternatives: [] };
    const own = ownConjunct(schema, kinds);
    if (own === undefined) return undefined;
    if (own.values !== undefined) return { common: own, alternatives: [] };
    const beside = [...roots, schema];
    const inner = (part: Schema): Alternatives =>
      alternativesOf(part, kinds & kindsOf(part), beside, isCondition);
    const refused = isCondition && schema.not !== undefined ? failing(schema.not, beside) : undefined;
    const branches = new Map<Alternatives, readonly Schema[]>();
    for (const part of schema.allOf ?? []) branches.set(inner(part), [part]);
    for (const parts of [schema.anyOf, schema.oneOf]) {
      if (parts !== undefined) branches.set(parts.flatMap(inner), parts);
    }
    return combine(
      own,
      [
        ...branches.keys(),
        ...(refused === undefined ? [] : [refused]),
        ...conditional(schema, kinds, beside),
        ...Object.entries(schema.dependentSchemas ?? {}).map(([name, part]) =>
          dependent(name, part, kinds, beside),
        ),
      ],
      (part, fitting) => widest(fitting, namesBeside(roots[0], branches.get(part))),
    );
  }

  /**
   * What is known of the names in branches that become one. A name that nothing else describes is not accepted where no
   * branch does, unless an object may have any members. (Where a further schema beside a reference to this one
   * describes it in another way, its type can be too narrow for what readers get.)
   */
  function namesBeside(root: Schema = true, branches: readonly Schema[] | undefined = undefined): KnownNames {
    const others =
      branches === undefined || mayBeFree(root) ? undefined : describedBeside(root, branches, resolve);
    return { of: namesOf, areOwn: (name) => others !== undefined && !others.has(name) };
  }

  /** The names that a definition declares, in any of its cases. */
  function namesOf(location: Location): readonly string[] {
    return declaredIn(resolve(location));
  }

  function declaredIn(schema: Schema): readonly string[] {
    const { described, mentioned, hasPatterns } = namesBesideEachOther(schema);
    return described.length > 0 || hasPatterns ? [...described, ...mentioned] : [];
  }

  function namesBesideEachOther(schema: Schema): NamesInPlace {
    if (typeof schema === "boolean") return namesInPlace(schema, resolve);
    const names = named.get(schema) ?? namesInPlace(schema, resolve);
    named.set(schema, names);
    return names;
  }

  function alternativesOf(
    schema: Schema,
    kinds: KindSet,
    roots: readonly Schema[],
    isCondition = false,
  ): Alternatives {
    const choices = choicesOf(schema, kinds, roots, isCondition);
    if (choices === undefined) return [];
    return distribute(choices, Number.POSITIVE_INFINITY) ?? [];
  }

  /** What the keywords say that hold no schema for the same value. */
  function ownConjunct(schema: SchemaObject, kinds: KindSet): Conjunct | undefined {
    const values = listedValues(schema) && (listedOf(schema) ?? listedValues(schema));
    return possible({
      ...anythingOf(kinds),
      references: schema.$ref === undefined ? [] : [schema.$ref],
      object: kinds & kindBit("object") ? objectPart(schema) : undefined,
      array: kinds & kindBit("array") ? arrayType(schema, typeOf) : undefined,
      values,
    });
  }

  function objectPart(schema: SchemaObject): ObjectPart | undefined {
    const type = objectType(schema, { typeOf, docOf, listedOf });
    const closed = schema.additionalProperties === false || schema.unevaluatedProperties === false;
    if (type === undefined) return undefined;
    const isMap = type.index !== undefined;
    const members = new Map(isMap ? [] : type.members.map((member) => [member.name, member]));
    const declares =
      isMap || Object.keys(declaredProperties(schema)).length > 0 || schema.propertyNames !== undefined;
    return { members, maps: isMap ? [type] : [], closed, declares };
  }

  /**
   * What a definition, and all that always applies beside it, says of members that it does not declare, where those
   * are scalars: only literals of such are not read by the type of the definition.
   */
  function mapsOf(location: Location): readonly ObjectType[] {
    const known = maps.get(location);
    if (known !== undefined) return known;
    const found = alwaysApplied([resolve(location)], resolve)
      .filter(({ patternProperties = {}, additionalProperties, unevaluatedProperties }) => {
        const further = additionalProperties ?? unevaluatedProperties;
        return further !== undefined && [further, ...Object.values(patternProperties)].every(isScalarSchema);
      })
      .flatMap((schema): ObjectType[] => {
        const members = Object.keys(declaredProperties(schema)).map(
          (name): Member => ({ name, type: unknownType, required: false, doc: [] }),
        );
        const { properties, required, ...further } = schema;
        const type = objectType(further, { typeOf, docOf, listedOf });
        return type?.index === undefined ? [] : [{ ...type, members }];
      });
    maps.set(location, found);
    return found;
  }

  function isScalarSchema(schema: Schema): boolean {
    return (kindsOf(schema) & (kindBit("array") | kindBit("object"))) === 0;
  }

  /** A property that only refers to a definition is documented in the definition's words. */
  function docOf(schema: Schema): readonly string[] {
    const own = schemaDoc(schema);
    if (own.length > 0 || typeof schema === "boolean" || schema.$ref === undefined) return own;
    const target = resolve(schema.$ref);
    return typeof target === "object" && target.description !== undefined
      ? commentLines(target.description)
      : own;
  }

  /** Either the condition and `then`, or what is left without the condition and `else`. */
  function conditional(schema: SchemaObject, kinds: KindSet, roots: readonly Schema[]): Alternatives[] {
    const { if: condition, then = true, else: otherwise = true } = schema;
    if (condition === undefined) return [];
    const met = alternativesOf(then, kinds & kindsOf(then), [...roots, condition]);
    const unmet = alternativesOf(otherwise, kinds & kindsOf(otherwise), roots);
    if (isCrowded(roots[0] ?? true)) {
      const cases = alternativesOf(condition, kinds & kindsOf(condition), roots, true);
      return [[...flatCombine([cases, met], kinds), ...unmet]];
    }
    const refused = failing(condition, roots);
    return [
      [
        ...flatCombine([holding(condition, kinds, roots), met], kinds),
        ...(refused === undefined ? unmet : flatCombine([refused, unmet], kinds)),
      ],
    ];
  }

  function holding(condition: Schema, kinds: KindSet, roots: readonly Schema[]): Alternatives {
    return alternativesOf(spelledOut(condition, roots), kinds & kindsOf(condition), roots, true);
  }

  /** Either the property is there and the schema holds, or the property is not there. */
  function dependent(name: string, schema: Schema, kinds: KindSet, roots: readonly Schema[]): Alternatives {
    const met = alternativesOf(schema, kinds & kindsOf(schema), roots);
    return [...flatCombine([[present(name)], met], kinds), ...flatCombine([[absent(name, true)]], kinds)];
  }

  function flatCombine(parts: readonly Alternatives[], kinds: KindSet): Alternatives {
    const choices =
      kinds === 0
        ? undefined
        : combine(anythingOf(kinds), parts, (_, fitting) => widest(fitting, namesBeside()));
    return choices === undefined ? [] : (distribute(choices, Number.POSITIVE_INFINITY) ?? []);
  }

  return typeOf;
}

/** Whether a schema holds others that apply in some cases only. */
function hasCases(schema: Schema): boolean {
  if (typeof schema === "boolean") return false;
  const { anyOf, oneOf, if: condition, dependentSchemas, allOf = [] } = schema;
  return (
    [anyOf, oneOf, condition, dependentSchemas].some((part) => part !== undefined) || allOf.some(hasCases)
  );
}
