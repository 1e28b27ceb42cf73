import { compareText } from "../code/compare-text.js";

/** A name, or all names that begin so and go on as `rest` says, a regular expression. */
export type Name = string | { readonly prefix: string; readonly rest: string };

/** Matches no name: the one name that it would match, the empty one, no queue has. */
const nothing = "^$";

/**
 * The regular expression that matches these names and no other, anchored at both ends. RabbitMQ runs permissions by
 * Erlang's `re` (PCRE) on the bytes of a name; the syntax used here means the same there and in JavaScript.
 */
export function namePattern(names: Iterable<Name>): string {
  return anchored([...names].map((name) => alternative(name)));
}

/** The same of patterns that are regular expressions already, without anchors. */
export function anchored(alternatives: readonly string[]): string {
  const [first, ...others] = factored([...new Set(alternatives)].sort(compareText));
  if (first === undefined) return nothing;
  return others.length === 0 ? `^${first}$` : `^(${[first, ...others].join("|")})$`;
}

/**
 * A text as a regular expression that matches it alone. Braces are escaped on both sides: in topic permissions RabbitMQ
 * replaces `{username}` and `{vhost}`.
 */
export function escapePattern(text: string): string {
  return text
    .replace(/[\\^$.[\]|()?*+{}]/g, "\\$&")
    .replace(/\p{Cc}/gu, (character) =>
      character < "\x80" ? `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}` : character,
    );
}

function alternative(name: Name): string {
  return typeof name === "string" ? escapePattern(name) : `${escapePattern(name.prefix)}${name.rest}`;
}

/** Names that differ in the number at their end alone, as retry queues do, share one alternative. */
function factored(alternatives: readonly string[]): readonly string[] {
  const groups = new Map<string, string[]>();
  for (const text of alternatives) {
    const [, stem = text, digits] = /^(.*\\\.)(\d+)$/s.exec(text) ?? [];
    const known = groups.get(stem) ?? [];
    if (digits !== undefined) known.push(digits);
    groups.set(stem, known);
  }
  return [...groups].map(([stem, digits]) => {
    if (digits.length < 2) return `${stem}${digits.join("")}`;
    return `${stem}(${digits.sort((a, b) => Number(a) - Number(b)).join("|")})`;
  });
}
