import { patternSyntax } from "./pattern-syntax.js";

/** A pattern in which nothing but the `u` flag can read is replaced by something of the same kind. */
export interface PreparedPattern {
  readonly text: string;
  /** What was replaced, by place in the text. */
  readonly replaced: ReadonlyMap<number, { readonly end: number; readonly original: string }>;
}

/**
 * Many patterns in use need the `u` flag for one thing and break its rules with another. `\p{L}` becomes `\w` here,
 * which is allowed in the same places, and a character beyond the Basic Multilingual Plane one of the private-use area.
 */
export function preparePattern(pattern: string): PreparedPattern {
  const replaced = new Map<number, { end: number; original: string }>();
  const points = [...new Set(pattern.match(special)?.map(pointOf))]
    .filter((point) => point !== undefined)
    .sort();
  const free = privateUse(pattern, points.length);
  let text = "";
  let from = 0;
  for (const { 0: token, index } of pattern.matchAll(special)) {
    const code = /^\\u\{0*([0-9a-f]{1,4})\}$/i.exec(token)?.[1];
    const replacement =
      code !== undefined ? `\\u${code.padStart(4, "0")}` : replacementOf(token, points, free);
    text += pattern.slice(from, index);
    if (code === undefined && replacement !== token) {
      replaced.set(text.length, { end: text.length + replacement.length, original: token });
    }
    text += replacement;
    from = index + token.length;
  }
  return { text: text + pattern.slice(from), replaced };
}

const special = /\\[pP]\{[^{}]*\}|\\u\{[0-9a-fA-F]+\}|\\[\s\S]|[\u{10000}-\u{10FFFF}]/gu;

function replacementOf(token: string, points: readonly string[], free: readonly string[]): string {
  if (/^\\p\{/i.test(token)) return "error" in patternSyntax(token, true) ? token : "\\w";
  return free[points.indexOf(pointOf(token) ?? "")] ?? token;
}

/** The character beyond the Basic Multilingual Plane that a token is. */
function pointOf(token: string): string | undefined {
  const code = Number.parseInt(/^\\u\{([0-9a-f]+)\}$/i.exec(token)?.[1] ?? "", 16);
  const point = code <= 0x10ffff ? String.fromCodePoint(code) : token;
  return /^[\u{10000}-\u{10FFFF}]$/u.test(point) ? point : undefined;
}

/** Characters of the private-use area that a pattern does not have itself, in order. */
function privateUse(pattern: string, count: number): string[] {
  const free: string[] = [];
  for (let code = 0xe000; code < 0xf900 && free.length < count; code += 1) {
    const character = String.fromCharCode(code);
    if (!pattern.includes(character)) free.push(character);
  }
  return free;
}
