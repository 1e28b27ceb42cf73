import type { EventVersion } from "../contract/event-version.js";
import { placeholderOf } from "./routing-key.js";
import { isDivisible, valuesWithin } from "./word-divisions.js";

/** A placeholder, with what is known of its values; each is one word of a key, or a part of one. */
export interface Placeholder {
  readonly name: string;
  /** The values themselves where the schema lists them. */
  readonly values: "any" | "integer" | readonly string[];
}

/** What the keys of one version of an event look like, piece by piece. */
export type KeyShape = readonly (string | Placeholder)[];

/** The shape of a version's keys as far as the SDK knows it: which values there are, the contract knows. */
export function shapeOf({ routingKey, routingKeyParts = [routingKey] }: EventVersion): KeyShape {
  return routingKeyParts.map((part) =>
    typeof part === "string" ? part : { name: placeholderOf(part), values: "any" },
  );
}

/** The words of a shape: its text is divided at dots, and no value has one. */
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

/** Whether a key has placeholders, so that its messages have different ones. */
export function isByData(shape: KeyShape): boolean {
  return shape.some((piece) => typeof piece !== "string");
}

/** What a queue is bound with that gets all messages of these keys from a topic exchange: each word with a placeholder is `*`. */
export function wholePattern(shape: KeyShape): string {
  if (!isByData(shape)) return shape.join("");
  return wordsOf(shape)
    .map((word) => (isByData(word) ? "*" : word.join("")))
    .join(".");
}

/** As the contract writes it: `order.{region}.paid`. */
export function shapeText(shape: KeyShape): string {
  return shape.map((piece) => (typeof piece === "string" ? piece : `{${piece.name}}`)).join("");
}

/** Whether a key can be one of this shape. A placeholder that stands there twice has the same value in both words. */
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

/** Of a word with several placeholders it is not known where one ends and the next begins. */
function isConsistent(pieces: KeyShape, word: string, known: Map<string, string>): boolean {
  const placeholders = pieces.flatMap((piece) => (typeof piece === "string" ? [] : [piece]));
  const [only] = placeholders;
  if (only === undefined || placeholders.length > 1) return true;
  const [value = ""] = valuesWithin(pieces, word, only.name);
  const before = known.get(only.name) ?? value;
  known.set(only.name, value);
  return before === value;
}
