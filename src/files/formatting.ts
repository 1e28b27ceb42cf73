/** True when two texts of TypeScript are the same but for what formatters choose: spaces, quotes, commas, brackets around a part. */
export function differsInFormatting(a: string, b: string): boolean {
  const left = meaningOf(a);
  const right = meaningOf(b);
  return left.length === right.length && left.every((token, index) => token === right[index]);
}

/** Comments, literal patterns, texts, names and numbers, and single characters of anything else. */
const token = new RegExp(
  [
    /\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*/,
    /(?<=(?:[=(,:!&|?{};]|\breturn)\s*)\/(?![*/])(?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/,
    /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/,
    /[\w$]+|\|\||\+\+|--|=>|[^\s\w$]/,
  ]
    .map(({ source }) => source)
    .join("|"),
  "gm",
);
/** Formatters insert and remove these; a bar may precede a union. */
const loose: ReadonlySet<string> = new Set([",", ";", "(", ")", "|"]);

/** A line break after one of these ends the statement (ECMA-262, automatic semicolon insertion). */
const restricted: ReadonlySet<string> = new Set(["return", "throw", "break", "continue", "yield", "async"]);
/** A line break before one of these makes it a prefix, or an error. */
const bound: ReadonlySet<string> = new Set(["++", "--", "=>"]);

function meaningOf(text: string): readonly string[] {
  const found = [...text.matchAll(token)];
  const tokens = found.map(([each]) => each);
  // whether a line ends before a token, comments skipped
  const isOnNewLine = (index: number): boolean => {
    let before = index - 1;
    while (isComment(tokens[before])) before -= 1;
    const start = (found[before]?.index ?? 0) + (tokens[before]?.length ?? 0);
    return text.slice(start, found[index]?.index).includes("\n");
  };
  const lineOf = (index: number): readonly string[] => {
    if (restricted.has(tokens[index] ?? "")) {
      let next = index + 1;
      while (isComment(tokens[next])) next += 1;
      const follower = tokens[next];
      const isEnded = follower === undefined || /^[;})\],:]/.test(follower) || isOnNewLine(next);
      return isEnded ? ["end of line"] : [];
    }
    if (!bound.has(tokens[index] ?? "")) return [];
    return isOnNewLine(index) || tokens[index - 1] === ";" ? ["new line"] : [];
  };
  return tokens.flatMap((each, index) => {
    if (loose.has(each)) return [];
    if (isComment(each)) return [each.replace(/\s+\*?/g, "")];
    // formatters rewrite the code in ${…} too
    if (each.startsWith("`")) return [each.replace(/[\s,;()]/g, "").replaceAll("'", '"')];
    if (!/^["']/.test(each)) return bound.has(each) ? [...lineOf(index), each] : [each, ...lineOf(index)];
    const content = each.slice(1, -1).replace(/\\(["'])/g, "$1");
    return [tokens[index + 1] === ":" ? content : `"${content}"`];
  });
}

function isComment(text: string | undefined): boolean {
  return text !== undefined && /^\/[/*]/.test(text);
}
