import { compiles } from "../patterns/compiles.js";

/**
 * Writes a regular expression so that it is valid with the `u` flag, which JSON Schema recommends (Core, chapter 6.4),
 * without a change of meaning for text in the Basic Multilingual Plane: many patterns in use escape what needs no
 * escape (`\-`, `\@`). Returns `undefined` when it is no ECMA-262 regular expression with either flag.
 */
export function unicodePattern(pattern: string): string | undefined {
  if (compiles(pattern, "u")) return pattern;
  if (!compiles(pattern, "")) return undefined;
  const rewritten = escapeLoneBrackets(escapeLoneHyphens(dropIdentityEscapes(pattern)));
  return compiles(rewritten, "u") ? rewritten : undefined;
}

/** Escapes that mean something with the `u` flag, or that stand for a character that needs one. */
const meaningful = /[\^$\\.*+?()[\]{}|/bBdDsSwWtnvfrkpPcxu0-9]/;

function dropIdentityEscapes(pattern: string): string {
  let inClass = false;
  return pattern.replace(/\\([\s\S])|[[\]]/g, (whole, escaped: string | undefined) => {
    if (whole === "[") inClass = true;
    if (whole === "]") inClass = false;
    if (escaped === undefined || meaningful.test(escaped)) return whole;
    return escaped === "-" && inClass ? whole : escaped;
  });
}

/** In `[\w-.]` the hyphen is no range, since `\w` is no end of one; with the flag it must be escaped. */
function escapeLoneHyphens(pattern: string): string {
  return pattern.replace(/\\[\s\S]|\[(?:\\[\s\S]|[^\]\\])*\]/g, (whole) =>
    whole.startsWith("[")
      ? whole.replace(/(\\[wdsWDS])-(?!\])/g, "$1\\-").replace(/(?<=[^[\\])-(?=\\[wdsWDS])/g, "\\-")
      : whole,
  );
}

/** A `{` or `}` that is no quantifier, and a `]` that closes nothing, stand for themselves without the flag only. */
function escapeLoneBrackets(pattern: string): string {
  let inClass = false;
  return pattern.replace(/\\[\s\S]|\{\d+(?:,\d*)?\}|[[\]{}]/g, (whole) => {
    if (whole.length > 1) return whole;
    if (whole === "[") {
      const before = inClass;
      inClass = true;
      return before ? "\\[" : whole;
    }
    if (whole === "]" && inClass) {
      inClass = false;
      return whole;
    }
    return `\\${whole}`;
  });
}
