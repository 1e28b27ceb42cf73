/**
 * How the words of a path are spelt in the name of a type. Each spelling can be read back: the keys `lineItem`,
 * `line_item`, `line-item` and `LineItem` have four names. What is usual in each place has the plainest one.
 */

/** A key of `$defs`: `lineItem` as `LineItem`, `line_item` as `Line_Item`, `line-item` as `Line__Item`. */
export function keySpelling(key: string): string | undefined {
  return /^[a-z][A-Za-z0-9]*$/.test(key) ? raised(key) : wordsSpelling(key, { _: "_", "-": "__" });
}

/** The name of a file or folder: `line-item` as `Line_Item`, `line_item` as `Line__Item`. */
export function stemSpelling(stem: string): string | undefined {
  return wordsSpelling(stem, { "-": "_", _: "__" });
}

/** True for `LineItem`. */
export function isPascalCase(text: string): boolean {
  return /^[A-Z][A-Za-z0-9]*$/.test(text);
}

function wordsSpelling(text: string, marks: Readonly<Record<string, string>>): string | undefined {
  if (isLowerWord(text)) return raised(text);
  const separator = /^[a-z][a-z0-9]*([_-])/.exec(text)?.[1] ?? " ";
  const words = text.split(separator);
  return words.length > 1 && words.every((word) => /^[a-z0-9]+$/.test(word))
    ? words.map(raised).join(marks[separator])
    : undefined;
}

/** A word whose first letter can be raised and lowered again, as that of `öre` can and that of `ßa` cannot. */
function isLowerWord(text: string): boolean {
  if (!/^\p{Ll}[\p{Ll}0-9]*$/u.test(text) || text.normalize("NFC") !== text) return false;
  const upper = raised(text);
  return upper !== text && upper.toLowerCase() === text;
}

function raised(word: string): string {
  const [first = ""] = word;
  return first.toUpperCase() + word.slice(first.length);
}
