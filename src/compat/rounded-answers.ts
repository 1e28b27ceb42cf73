import type { LoadedSchema } from "../contract/load-schema.js";
import { numbersIn, type RoundedNumber } from "../contract/rounded-numbers.js";
import type { Schema } from "../contract/schema.js";
import { isObject, type Json } from "../json/json.js";

/** Numbers that are nearer to each other than this part of them may change places by being rounded. */
const NEAR = 2 ** -40;

/** What rounding the numbers of two schemas to doubles does to the answers about them. */
export interface Rounding {
  /** A number whose rounded value cannot stand for it, whatever is asked. */
  readonly misleading: RoundedNumber | undefined;
  /** A number for which a message that was found may be another case than for its rounded value. */
  readonly misleadingFor: (witness: Json) => RoundedNumber | undefined;
}

/**
 * The engine and validators read numbers as doubles. What they find of larger ones is true as long as each double stands
 * for one number, and no two are near each other: then the rounded ones are in the same order as those that are written.
 * `undefined` where no number is rounded.
 */
export function roundingOf(before: LoadedSchema, after: LoadedSchema): Rounding | undefined {
  const [old, now] = [roundedOf(before), roundedOf(after)];
  const rounded = [...old, ...now];
  if (rounded.length === 0) return undefined;
  const exact = [before, after].flatMap((schema) => exactNumbers(schema, rounded));
  const misleading = rounded.find(
    ({ pointer, text, value }) =>
      /\/(?:multipleOf|divisibleBy)$/.test(pointer) ||
      exact.some((each) => isNear(each, value)) ||
      rounded.some((each) => each.text !== text && isNear(each.value, value)),
  );
  return {
    misleading,
    misleadingFor: (witness) => {
      const numbers = [...numbersIn(witness, "")].map(([, number]) => number);
      return rounded.find(({ value }) => numbers.some((number) => isNear(number, value)));
    },
  };
}

/** Whether the same numbers are rounded at the same places. */
export function haveSameRounded(before: LoadedSchema, after: LoadedSchema): boolean {
  const texts = (schema: LoadedSchema): string[] =>
    roundedOf(schema).map(({ pointer, text }) => `${pointer} ${text}`);
  const [old, now] = [new Set(texts(before)), new Set(texts(after))];
  return old.size === now.size && [...old].every((text) => now.has(text));
}

/** Why there is no answer. */
export function roundedReason({ text }: RoundedNumber): string {
  return `${text} is not a number that a double (IEEE 754) holds, so validators compare another one`;
}

function isNear(one: number, other: number): boolean {
  return Math.abs(one - other) <= Math.abs(other) * NEAR;
}

function roundedOf({ definitions }: LoadedSchema): readonly RoundedNumber[] {
  return [...definitions.values()].flatMap(({ rounded = [] }) => rounded);
}

/** The numbers of a schema besides those that are rounded: near one of them, they are a number each. */
function exactNumbers({ definitions }: LoadedSchema, rounded: readonly RoundedNumber[]): readonly number[] {
  const counts = new Map<number, number>();
  for (const { value } of roundedOf({ definitions } as LoadedSchema))
    counts.set(value, (counts.get(value) ?? 0) + 1);
  const found: number[] = [];
  for (const { schema } of definitions.values()) {
    for (const number of assertedNumbers(schema)) {
      if (!rounded.some(({ value }) => isNear(number, value))) continue;
      const left = counts.get(number) ?? 0;
      if (left === 0) found.push(number);
      else counts.set(number, left - 1);
    }
  }
  return found;
}

function assertedNumbers(schema: Schema): readonly number[] {
  if (typeof schema === "boolean") return [];
  const { default: _default, examples: _examples, ...asserted } = schema;
  return [...inside(asserted)];
}

function* inside(value: unknown): Generator<number> {
  if (typeof value === "number") yield value;
  else if (Array.isArray(value)) for (const item of value) yield* inside(item);
  else if (isObject(value as Json)) for (const inner of Object.values(value as object)) yield* inside(inner);
}
