import { commentLines } from "../code/doc-comment.js";
import { declaredProperties, shapeOf } from "../contract/object-shape.js";
import type { Location, Schema, SchemaObject } from "../contract/schema.js";
import { type Alternatives, type Choices, combine, distribute } from "./alternatives.js";
import { arrayType } from "./array-type.js";
import { absent, newConditions, present } from "./conditions.js";
import { anythingOf, type Conjunct, conjoin, type ObjectPart, possible } from "./conjunct.js";
import { listedValues } from "./kind-types.js";
import { newKnowledge } from "./known-member.js";
import { listedReader } from "./listed-reader.js";
import { mentionedNames } from "./mentioned-names.js";
import { newFreedom } from "./object-freedom.js";
import { objectType } from "./object-type.js";
import { newRenderer } from "./render-conjunct.js";
import { schemaDoc } from "./schema-doc.js";
import { neverType, type TypeExpression, unknownType } from "./type-expression.js";
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
  const mayBeFree = newFreedom(resolve);
  const { render, renderBeside } = newRenderer(resolve, kindsOf, listedOf, namesOf);
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
    const type = render(isFree ? choices : withMentioned(choices, schema), isFree);
    const names = type.kind === "unknown" ? declaredIn(schema) : [];
    return names.length > 0 ? { kind: "unknown", names } : type;
  }

  /** Choices with the names that are accepted in every case, though only one case mentions them. */
  function withMentioned(choices: Choices, root: Schema): Choices {
    const { common, alternatives } = choices;
    if (alternatives.length === 0 || !(common.kinds & kindBit("object"))) return choices;
    const names = mentionedNames(root, resolve);
    if (names.length === 0) return choices;
    const members = new Map(
      names.map((name) => [name, { name, type: unknownType, required: false, doc: [] }] as const),
    );
    const mentioned = {
      ...anythingOf(common.kinds),
      object: { members, maps: [], closed: false, declares: false },
    };
    return { common: conjoin(common, mentioned) ?? common, alternatives };
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
    return combine(
      own,
      [
        ...(schema.allOf ?? []).map(inner),
        ...[schema.anyOf, schema.oneOf].flatMap((branches) =>
          branches === undefined ? [] : [branches.flatMap(inner)],
        ),
        ...(refused === undefined ? [] : [refused]),
        ...conditional(schema, kinds, beside),
        ...Object.entries(schema.dependentSchemas ?? {}).map(([name, part]) =>
          dependent(name, part, kinds, beside),
        ),
      ],
      namesOf,
    );
  }

  /** The names that a definition declares, in any of its cases. */
  function namesOf(location: Location): string[] {
    return declaredIn(resolve(location));
  }

  function declaredIn(schema: Schema): string[] {
    if (typeof schema === "boolean") return [];
    return [...shapeOf([{ schema, certain: true }], resolve).names.keys()];
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
    const type = objectType(schema, { typeOf, docOf, resolve });
    const closed = schema.additionalProperties === false || schema.unevaluatedProperties === false;
    if (type === undefined) return undefined;
    const isMap = type.index !== undefined;
    const members = new Map(isMap ? [] : type.members.map((member) => [member.name, member]));
    const declares =
      isMap || Object.keys(declaredProperties(schema)).length > 0 || schema.propertyNames !== undefined;
    return { members, maps: isMap ? [type] : [], closed, declares };
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
    const choices = kinds === 0 ? undefined : combine(anythingOf(kinds), parts, namesOf);
    return choices === undefined ? [] : (distribute(choices, Number.POSITIVE_INFINITY) ?? []);
  }

  return typeOf;
}
