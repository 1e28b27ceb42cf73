import { instance, none, type SearchResult, type Unknown } from "./answer.js";
import type { Atom, AtomOf } from "./atom.js";
import type { Budget } from "./budget.js";
import type { Goal } from "./goal.js";
import {
  absolute,
  ceiling,
  compareRationals,
  floor,
  isWhole,
  leastCommonMultiple,
  magnitude,
  one,
  powerOfTen,
  product,
  quotient,
  type Rational,
  rational,
  toNumber,
} from "./rational.js";

interface Bound {
  readonly limit: Rational;
  readonly exclusive: boolean;
}

/** What a number has to be. */
interface NumberDemands {
  readonly low: Bound | undefined;
  readonly high: Bound | undefined;
  /** It is a whole multiple of this, if of anything. */
  readonly step: Rational | undefined;
  /** It is a whole multiple of none of these. */
  readonly not: readonly Rational[];
  readonly excluded: readonly Rational[];
}

/** Multiples of each step that are tried, besides those that are excluded one by one. */
const TRIES_EACH = 2_000n;
/** Multiples in a range that are gone through, one by one, to show that none is wanted. */
const COUNTED = 20_000n;
/** Decimal digits that a double can tell apart, and one more. */
const DIGITS = 18;

/** Looks for a number, near 0 and short if it can be. */
export function findNumber(atoms: readonly Atom[], goal: Goal, budget: Budget): SearchResult {
  const wanted = wantedBy(atoms);
  if (isEmpty(wanted)) return none;
  const { step } = wanted;
  if (step !== undefined) return findMultiple(wanted, step, goal, budget);
  const { low, high } = wanted;
  if (low && high && compareRationals(low.limit, high.limit) === 0) return findPoint(wanted, low.limit, goal);
  // dense: with steps that are fine enough, some multiple is inside and none of the exceptions
  const size = magnitude(sizeOf(wanted));
  for (const exponent of exponents(size, Math.min(size, 0) - DIGITS)) {
    const found = tryMultiples(wanted, powerOfTen(exponent), budget);
    if (found !== undefined) return instance(found);
  }
  return unknown(goal, "no number in this range can be written as a double");
}

/** Whether bounds and steps leave a number, as far as it is cheap to see. */
export function hasNumbers(atoms: readonly Atom[]): boolean {
  const wanted = wantedBy(atoms);
  return !isEmpty(wanted) && !isRefused(wanted);
}

/** Whether each multiple of the step is a multiple of what the number must be none of. */
function isRefused({ step, not }: NumberDemands): boolean {
  return step !== undefined && not.some((divisor) => isWhole(quotient(step, divisor)));
}

function wantedBy(atoms: readonly Atom[]): NumberDemands {
  let low: Bound | undefined;
  let high: Bound | undefined;
  let step: Rational | undefined;
  const not: Rational[] = [];
  const excluded: Rational[] = [];
  for (const atom of atoms) {
    switch (atom.kind) {
      case "minimum":
        low = stricter(low, atom, 1);
        break;
      case "maximum":
        high = stricter(high, atom, -1);
        break;
      case "type":
        step = step ? leastCommonMultiple(step, one) : one;
        break;
      case "multipleOf":
        step = step ? leastCommonMultiple(step, atom.divisor) : atom.divisor;
        break;
      case "notWhole":
        not.push(one);
        break;
      case "notMultipleOf":
        not.push(atom.divisor);
        break;
      case "notEqual":
        if (typeof atom.value === "number") excluded.push(rational(atom.value));
        break;
      default:
        atom satisfies Exclude<Atom, AtomOf<"number">>;
    }
  }
  return { low, high, step, not, excluded };
}

function stricter(known: Bound | undefined, next: Bound, direction: 1 | -1): Bound {
  if (known === undefined) return next;
  const difference = compareRationals(next.limit, known.limit) * direction;
  if (difference === 0) return { limit: known.limit, exclusive: known.exclusive || next.exclusive };
  return difference > 0 ? next : known;
}

function isEmpty({ low, high }: NumberDemands): boolean {
  if (low === undefined || high === undefined) return false;
  const difference = compareRationals(low.limit, high.limit);
  return difference > 0 || (difference === 0 && (low.exclusive || high.exclusive));
}

function findPoint(wanted: NumberDemands, value: Rational, goal: Goal): SearchResult {
  if (!isWanted(value, wanted)) return none;
  const number = toNumber(value);
  return number === undefined ? unknown(goal, "the only number left is not a double") : instance(number);
}

/** All candidates are multiples of one step, so they can be counted. */
function findMultiple(wanted: NumberDemands, step: Rational, goal: Goal, budget: Budget): SearchResult {
  // k · step is a multiple of n for every k, or for every b-th k, where step / n is a / b
  if (isRefused(wanted)) return none;
  const { from, to } = multiples(wanted, step);
  if (from !== undefined && to !== undefined && from > to) return none;
  // of large numbers only round ones are doubles: multiples of the step with zeros behind
  for (const exponent of exponents(magnitude(quotient(sizeOf(wanted), step)), 0)) {
    const found = tryMultiples(wanted, product(step, powerOfTen(exponent)), budget);
    if (found !== undefined) return instance(found);
  }
  const isCounted = from !== undefined && to !== undefined && to - from < COUNTED;
  if (isCounted && !someWanted(wanted, step, from, to)) return none;
  return unknown(goal, "no number like this was found among the first multiples, and there are more");
}

/** The least and greatest k for which k · step is inside. */
function multiples(
  { low, high }: NumberDemands,
  step: Rational,
): { readonly from: bigint | undefined; readonly to: bigint | undefined } {
  const inside = (bound: Bound, round: (value: Rational) => bigint, inward: bigint): bigint => {
    const factor = quotient(bound.limit, step);
    return bound.exclusive && isWhole(factor) ? factor.numerator + inward : round(factor);
  };
  return { from: low && inside(low, ceiling, 1n), to: high && inside(high, floor, -1n) };
}

/** Powers of ten to try as steps, down to the least: 1 first, unless all numbers are so large that no double is a multiple of it alone. */
function* exponents(size: number, least: number): Generator<number> {
  if (size >= DIGITS - 2) for (let each = size + 1; each >= Math.max(size - DIGITS, 1); each -= 1) yield each;
  for (let each = 0; each >= least; each -= 1) yield each;
}

/** A number as large as those that are looked for: of those in the range the nearest to 0, or near the edge of a range around 0. */
function sizeOf({ low, high }: NumberDemands): Rational {
  if (low !== undefined && low.limit.numerator > 0n) return low.limit;
  if (high !== undefined && high.limit.numerator < 0n) return high.limit;
  const edges = [low, high].flatMap((bound) =>
    bound && bound.limit.numerator !== 0n ? [absolute(bound.limit)] : [],
  );
  return [one, ...edges].reduce((least, edge) => (compareRationals(edge, least) < 0 ? edge : least));
}

/** A multiple of the step, the nearest to 0 that a double can be. */
function tryMultiples(wanted: NumberDemands, step: Rational, budget: Budget): number | undefined {
  const { from, to } = multiples(wanted, step);
  if (from !== undefined && to !== undefined && from > to) return undefined;
  for (const factor of outward(from, to, TRIES_EACH + BigInt(wanted.excluded.length))) {
    budget.spend();
    const value = product(step, { numerator: factor, denominator: 1n });
    const number = isWanted(value, wanted) ? toNumber(value) : undefined;
    if (number !== undefined) return number;
  }
  return undefined;
}

/** Whole numbers in the range, 1 first if it is inside, then 0, then away from the end that is nearer to 0. */
function* outward(from: bigint | undefined, to: bigint | undefined, tries: bigint): Generator<bigint> {
  const isInside = (value: bigint): boolean =>
    (from === undefined || value >= from) && (to === undefined || value <= to);
  if (isInside(1n)) yield 1n;
  const start = from !== undefined && from > 0n ? from : to !== undefined && to < 0n ? to : 0n;
  for (let distance = 0n; distance < tries; distance += 1n) {
    const [up, down] = [start + distance, start - distance];
    if (!isInside(up) && !isInside(down)) return;
    if (isInside(up)) yield up;
    if (distance > 0n && isInside(down)) yield down;
  }
}

function someWanted(wanted: NumberDemands, step: Rational, from: bigint, to: bigint): boolean {
  for (let factor = from; factor <= to; factor += 1n) {
    if (isWanted(product(step, { numerator: factor, denominator: 1n }), wanted)) return true;
  }
  return false;
}

function isWanted(value: Rational, { not, excluded }: NumberDemands): boolean {
  if (excluded.some((each) => compareRationals(each, value) === 0)) return false;
  return !not.some((divisor) => isWhole(quotient(value, divisor)));
}

function unknown(goal: Goal, why: string): Unknown {
  return { kind: "unknown", where: goal.valid[0]?.place ?? goal.invalid[0]?.place ?? "", why };
}
