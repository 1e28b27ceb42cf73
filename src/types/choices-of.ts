import type { Location, Schema, SchemaObject } from "../contract/schema.js";
import { type Alternatives, type Choices, combine, distribute } from "./alternatives.js";
import { absent, newConditions, present } from "./conditions.js";
import { anythingOf, type Conjunct, type KnownNames, widest } from "./conjunct.js";
import { newCrowding } from "./crowding.js";
import { newKnowledge } from "./known-member.js";
import type { Scalar } from "./scalar-validity.js";
import type { TypeExpression } from "./type-expression.js";
import { allKinds, type KindSet } from "./value-kinds.js";

/** What is needed to read the cases of a schema. */
export interface CaseTypes {
  readonly resolve: (location: Location) => Schema;
  readonly kindsOf: (schema: Schema) => KindSet;
  readonly listedOf: (schema: Schema) => readonly Scalar[] | undefined;
  readonly ownConjunct: (schema: SchemaObject, kinds: KindSet) => Conjunct | undefined;
  readonly namesBeside: (root?: Schema, branches?: readonly Schema[]) => KnownNames;
  /** A type of these cases, of which another type beside it says more. */
  readonly renderBeside: (alternatives: Alternatives) => TypeExpression;
}

/** What a schema says of values of these kinds, `undefined` where there are none. */
export type ChoicesOf = (schema: Schema, kinds: KindSet, roots: readonly Schema[]) => Choices | undefined;

/** Reads what applies to one value: what always holds, and the cases of branches, conditions and dependencies. */
export function newChoicesOf(using: CaseTypes): ChoicesOf {
  const { resolve, kindsOf, listedOf, ownConjunct, namesBeside, renderBeside } = using;
  const isCrowded = newCrowding(resolve);
  const { failing, spelledOut } = newConditions({
    resolve,
    kindsOf,
    listedOf,
    knownIn: newKnowledge(resolve),
    holding: (condition, roots) => holding(condition, allKinds, roots),
    together: (choices) => flatCombine(choices, allKinds),
    typeOfCases: (cases, kinds) => renderBeside(flatCombine([cases], kinds)),
  });

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

  return choicesOf;
}
