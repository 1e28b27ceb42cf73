import { type Conjunct, conjoin } from "./conjunct.js";
import type { TypeExpression } from "./type-expression.js";

/** More alternatives than this for one value, and neither people nor the compiler can follow them. */
const mostAlternatives = 64;

/** Pairs that are tried before a product is given up. */
const mostPairs = 4_000;

/**
 * What pairs may cost in all, by the number of what each says. A thousand choices would be tried for minutes, and
 * nearly none of them would fit into the alternatives.
 */
const mostSteps = 100_000;

/** Several ways to satisfy a schema, of which one holds; none when no value satisfies it. */
export type Alternatives = readonly Conjunct[];

/** What a schema says that holds for every value, beside the choices that it leaves. */
export interface Choices {
  readonly common: Conjunct;
  readonly alternatives: Alternatives;
}

/**
 * Combines parts that hold together, each with its alternatives. Combinations that exclude each other are dropped as
 * they arise; a choice that would still multiply beyond reason becomes one wide alternative by `widen`, never nothing.
 */
export function combine(
  own: Conjunct,
  parts: readonly Alternatives[],
  widen: (part: Alternatives, fitting: Alternatives) => Conjunct,
): Choices | undefined {
  let common: Conjunct | undefined = own;
  for (const part of parts) {
    const [single] = part;
    if (single === undefined) return undefined;
    if (part.length === 1) common = common && conjoin(common, single);
  }
  if (common === undefined) return undefined;
  let alternatives: Alternatives = [];
  const choices = parts.filter((part) => part.length > 1).sort((a, b) => a.length - b.length);
  let steps = 0;
  for (const part of choices) {
    steps += part.length * Math.max(1, alternatives.length) * (1 + weightOf(common) / 16);
    if (steps > mostSteps) {
      common = conjoin(common, widen(part, beyond(common, part)));
      if (common === undefined) return undefined;
      continue;
    }
    const fitting = part.filter((each) => conjoin(common as Conjunct, each) !== undefined);
    const next = alternatives.length === 0 ? fitting : product(common, alternatives, fitting);
    if (next === undefined) {
      common = conjoin(common, widen(part, fitting));
      if (common === undefined) return undefined;
      continue;
    }
    if (next.length === 0) return undefined;
    if (next.length === 1) common = conjoin(common, next[0] as Conjunct);
    if (common === undefined) return undefined;
    alternatives = next.length === 1 ? [] : next;
  }
  return { common, alternatives };
}

/** Alternatives without what they say of members that are known already, which would be combined again and again. */
function beyond({ object: known }: Conjunct, alternatives: Alternatives): Alternatives {
  return alternatives.map((each) => {
    if (each.object === undefined) return each;
    const members = [...each.object.members].filter(([name]) => known?.members.has(name) !== true);
    return { ...each, object: { ...each.object, members: new Map(members) } };
  });
}

/** How much there is to combine: members, each with the values that it may have. */
function weightOf({ object, values }: Conjunct): number {
  const members = [...(object?.members.values() ?? [])];
  const listed = (type: TypeExpression): number => (type.kind === "union" ? type.of.length : 1);
  return members.reduce((sum, { type }) => sum + listed(type), values?.length ?? 0);
}

/** Every pair that is possible beside what is common; `undefined` when there are too many. */
function product(common: Conjunct, a: Alternatives, b: Alternatives): Alternatives | undefined {
  if (a.length * b.length > mostPairs) return undefined;
  const pairs: Conjunct[] = [];
  for (const left of a) {
    for (const right of b) {
      const both = conjoin(left, right);
      if (both === undefined || conjoin(common, both) === undefined) continue;
      if (pairs.length === mostAlternatives) return undefined;
      pairs.push(both);
    }
  }
  return pairs;
}

/** Common members are written into each alternative up to this many lines. */
const mostRepeated = 24;

/** The choices with what is common written into each; `undefined` where that would repeat more than `most` members. */
export function distribute(choices: Choices, most = mostRepeated): Alternatives | undefined {
  const { common, alternatives } = choices;
  if (alternatives.length === 0) return [common];
  if ((common.object?.members.size ?? 0) * alternatives.length > most) return undefined;
  return alternatives.flatMap((each) => conjoin(common, each) ?? []);
}
