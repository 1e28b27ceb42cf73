import type { EventVersion } from "../contract/event-version.js";
import { placeholderOf } from "./routing-key.js";

/** A placeholder and what is known about its values; each is one word of a key, or part of one. */
export interface Placeholder {
  readonly name: string;
  /** The values, if the schema lists them. */
  readonly values: "any" | "integer" | readonly string[];
}

/** The form of an event version's keys, part by part. */
export type KeyShape = readonly (string | Placeholder)[];

/** The shape of a version's keys, as far as the SDK has it; the possible values are only in the contract. */
export function shapeOf({ routingKey, routingKeyParts = [routingKey] }: EventVersion): KeyShape {
  return routingKeyParts.map((part) =>
    typeof part === "string" ? part : { name: placeholderOf(part), values: "any" },
  );
}

/** The words of a shape: its text is split at dots; values contain none. */
export function wordsOf(shape: KeyShape): readonly KeyShape[] {
  const words: (string | Placeholder)[][] = [[]];
  for (const piece of shape) {
    if (typeof piece !== "string") {
      words.at(-1)?.push(piece);
      continue;
    }
    const [first = "", ...others] = piece.split(".");
    if (first !== "") words.at(-1)?.push(first);
    for (const word of others) words.push(word === "" ? [] : [word]);
  }
  return words;
}

/** Whether a key has placeholders, so that messages have different keys. */
export function isByData(shape: KeyShape): boolean {
  return shape.some((piece) => typeof piece !== "string");
}

/**
 * The binding key that gets all messages of these keys from a topic exchange: each word with a placeholder becomes `*`.
 */
export function wholePattern(shape: KeyShape): string {
  if (!isByData(shape)) return shape.join("");
  return wordsOf(shape)
    .map((word) => (isByData(word) ? "*" : word.join("")))
    .join(".");
}

/** As in the contract: `order.{region}.paid`. */
export function shapeText(shape: KeyShape): string {
  return shape.map((piece) => (typeof piece === "string" ? piece : `{${piece.name}}`)).join("");
}

/** Whether a key can have this shape. A placeholder that occurs twice has the same value in both words. */
export function isOfShape(shape: KeyShape, key: string): boolean {
  if (!isByData(shape)) return shape.join("") === key;
  const words = key.split(".");
  const wanted = wordsOf(shape);
  const known = new Map<string, string>();
  return (
    words.length === wanted.length &&
    wanted.every((pieces, index) => {
      const word = words[index] ?? "";
      return isDivisible(pieces, word) && isConsistent(pieces, word, known);
    })
  );
}

/** In a word with several placeholders, it is unknown where one ends and the next begins. */
function isConsistent(pieces: KeyShape, word: string, known: Map<string, string>): boolean {
  const placeholders = pieces.flatMap((piece) => (typeof piece === "string" ? [] : [piece]));
  const [only] = placeholders;
  if (only === undefined || placeholders.length > 1) return true;
  const [value = ""] = valuesWithin(pieces, word, only.name);
  const before = known.get(only.name) ?? value;
  known.set(only.name, value);
  return before === value;
}

/** The limit on ways to split one word among its placeholders. */
const MOST_DIVISIONS = 1_000;

/** Whether a word of a key can consist of these parts in sequence; a placeholder takes at least one character. */
export function isDivisible(pieces: KeyShape, word: string): boolean {
  return endsBefore(pieces, word).at(-1)?.has(word.length) ?? false;
}

/** The value of a placeholder in a word of these parts, for each possible split. */
export function valuesWithin(pieces: KeyShape, word: string, name: string): ReadonlySet<string> {
  const before = endsBefore(pieces, word);
  const after = startsAfter(pieces, word);
  const values = new Set<string>();
  for (const [index, piece] of pieces.entries()) {
    if (typeof piece === "string" || piece.name !== name) continue;
    for (const start of before[index] ?? []) {
      for (const end of after[index + 1] ?? []) {
        if (end > start && isFree(word, start, end)) values.add(word.slice(start, end));
        if (values.size === MOST_DIVISIONS) return values;
      }
    }
  }
  return values;
}

type Positions = ReadonlySet<number>;

/** The positions where the parts before each one, and before the end, can end. */
function endsBefore(pieces: KeyShape, word: string): readonly Positions[] {
  const all: Positions[] = [new Set([0])];
  for (const piece of pieces) {
    const next = new Set<number>();
    for (const at of all.at(-1) ?? []) {
      if (typeof piece === "string") {
        if (word.startsWith(piece, at)) next.add(at + piece.length);
      } else for (let end = at + 1; end <= word.length && isFree(word, end - 1, end); end += 1) next.add(end);
    }
    all.push(next);
  }
  return all;
}

/** The positions where each part, and the end, can begin so that the rest of the word matches the remaining parts. */
function startsAfter(pieces: KeyShape, word: string): readonly Positions[] {
  const all: Positions[] = [new Set([word.length])];
  for (const piece of [...pieces].reverse()) {
    const next = new Set<number>();
    for (const at of all[0] ?? []) {
      if (typeof piece === "string") {
        if (word.endsWith(piece, at) && at >= piece.length) next.add(at - piece.length);
      } else
        for (let start = at - 1; start >= 0 && isFree(word, start, start + 1); start -= 1) next.add(start);
    }
    all.unshift(next);
  }
  return all;
}

/** Whether a part of a word contains only characters that values can have. */
function isFree(word: string, start: number, end: number): boolean {
  for (let index = start; index < end; index += 1)
    if (word[index] === "*" || word[index] === "#" || word[index] === ".") return false;
  return true;
}

/** Placeholder values by name. */
export type Values = ReadonlyMap<string, string>;

/** The limit on combinations of placeholder values. */
const MOST_WAYS = 10_000;

/**
 * Representative values for the placeholders of some shapes: enough to distinguish everything that bindings with these
 * patterns can, since they only ask whether a word of a key is one of theirs. So each placeholder takes every value
 * that makes such a word, and one that makes none. A placeholder of several shapes takes the values of the first.
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

/** Representative keys of a shape, enough for what these patterns can distinguish. */
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

/** A value other than those found; `undefined` if all listed values were found. */
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

/** All combinations of one element each, the last changing fastest. */
function* product(choices: readonly (readonly [string, readonly string[]])[]): Generator<Values> {
  const [first, ...others] = choices;
  if (first === undefined) {
    yield new Map();
    return;
  }
  const [name, values] = first;
  for (const value of values) for (const rest of product(others)) yield new Map([[name, value], ...rest]);
}
