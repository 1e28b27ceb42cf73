import { type KeyShape, type Placeholder, wordsOf } from "./key-shape.js";
import { valuesWithin } from "./word-divisions.js";

/** Values of placeholders by name. */
export type Values = ReadonlyMap<string, string>;

/** More ways to fill in the placeholders than this are not tried. */
const MOST_WAYS = 10_000;

/**
 * Values for the placeholders of some shapes that stand for all that there are, as far as bindings with these patterns
 * can tell: they ask only whether a word of a key is one of theirs. So each placeholder takes every value that makes
 * such a word, and one that makes none. A placeholder of several shapes takes the values that the first of them says.
 */
export function* tellingValues(shapes: readonly KeyShape[], patterns: readonly string[]): Generator<Values> {
  const literals = new Set(patterns.flatMap((pattern) => pattern.split(".")));
  const words = shapes.flatMap(wordsOf);
  const placeholders = new Map<string, Placeholder>();
  for (const piece of shapes.flat())
    if (typeof piece !== "string" && !placeholders.has(piece.name)) placeholders.set(piece.name, piece);
  const choices = [...placeholders.values()].map(
    (placeholder) => [placeholder.name, candidates(placeholder, words, literals)] as const,
  );
  let ways = 0;
  for (const values of product(choices)) {
    yield values;
    ways += 1;
    if (ways === MOST_WAYS) return;
  }
}

/** The key of a shape with these values. */
export function filledIn(shape: KeyShape, values: Values): string {
  return shape
    .map((piece) => (typeof piece === "string" ? piece : (values.get(piece.name) ?? piece.name)))
    .join("");
}

/** Keys that stand for all that a shape can give, as far as these patterns can tell. */
export function* tellingKeys(shape: KeyShape, patterns: readonly string[]): Generator<string> {
  for (const values of tellingValues([shape], patterns)) yield filledIn(shape, values);
}

function candidates(
  { name, values }: Placeholder,
  words: readonly KeyShape[],
  literals: ReadonlySet<string>,
): readonly string[] {
  const found = new Set<string>();
  for (const word of words) {
    if (!word.some((piece) => typeof piece !== "string" && piece.name === name)) continue;
    for (const literal of literals)
      for (const value of valuesWithin(word, literal, name)) if (isValue(value, values)) found.add(value);
  }
  const other = otherValue(values, found);
  return other === undefined ? [...found] : [other, ...found];
}

function isValue(text: string, values: Placeholder["values"]): boolean {
  if (text === "" || /[.*#]/.test(text)) return false;
  if (values === "any") return true;
  return values === "integer" ? /^(?:0|-?[1-9]\d*)$/.test(text) : values.includes(text);
}

/** A value that is none of these; of listed ones there may be no other. */
function otherValue(values: Placeholder["values"], found: ReadonlySet<string>): string | undefined {
  if (values === "any" || values === "integer") {
    const named = (count: number): string => (count === 1 ? "any" : `any${count}`);
    for (let count = 1; ; count += 1) {
      const value = values === "integer" ? String(count) : named(count);
      if (!found.has(value)) return value;
    }
  }
  return values.find((value) => isValue(value, values) && !found.has(value));
}

/** All ways to take one of each, the last changing fastest. */
function* product(choices: readonly (readonly [string, readonly string[]])[]): Generator<Values> {
  const [first, ...others] = choices;
  if (first === undefined) {
    yield new Map();
    return;
  }
  const [name, values] = first;
  for (const value of values) for (const rest of product(others)) yield new Map([[name, value], ...rest]);
}
