import type { KeyShape } from "./key-shape.js";

/** More ways to divide one word among its placeholders than this are not looked at. */
const MOST_DIVISIONS = 1_000;

/** Whether a word of a key can be these pieces, one after the other; a placeholder takes at least one character. */
export function isDivisible(pieces: KeyShape, word: string): boolean {
  return endsBefore(pieces, word).at(-1)?.has(word.length) ?? false;
}

/** What a placeholder is where a word is these pieces, for each way in which it can be. */
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

/** Where the pieces before each one, and before the end, can have ended. */
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

/** Where each piece, and what follows the last one, can begin so that the rest of the word is the rest of the pieces. */
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

/** Whether a part of a word has no character that no value has. */
function isFree(word: string, start: number, end: number): boolean {
  for (let index = start; index < end; index += 1)
    if (word[index] === "*" || word[index] === "#" || word[index] === ".") return false;
  return true;
}
