/**
 * What acts on a terminal, reorders a line, hides, or cannot be written as UTF-8: control characters with C1, line and
 * paragraph separators, bidirectional marks, characters without width that are not needed to join others, tags, and
 * halves of surrogate pairs. The one list for everything that is printed or generated.
 */
const unsafe =
  /[\p{Cc}\p{Surrogate}\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

/** Visible ASCII, which most texts are: a test for that costs less than the search for what is unsafe. */
const onlyPlain = /^[ -~]*$/;

/** The text with each unsafe character replaced; a character beyond the Basic Multilingual Plane comes as its two units. */
export function replaceUnsafe(text: string, replace: (character: string) => string): string {
  return onlyPlain.test(text) ? text : text.replace(unsafe, replace);
}

/** True when {@link replaceUnsafe} would change the text. */
export function hasUnsafe(text: string): boolean {
  return text.search(unsafe) !== -1;
}

/** A character as the escape that stands for it in a string literal of TypeScript and of JSON. */
export function escapeUnits(character: string): string {
  return character
    .split("")
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");
}

/** Text as UTF-8 carries it: each half of a surrogate pair becomes U+FFFD, which is what a file would hold. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, "\ufffd");
}
