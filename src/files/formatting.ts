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
    /[\w$]+|\|\||[^\s\w$]/,
  ]
    .map(({ source }) => source)
    .join("|"),
  "gm",
);
/** Formatters insert and remove these; a bar may precede a union. */
const loose: ReadonlySet<string> = new Set([",", ";", "(", ")", "|"]);

function meaningOf(text: string): readonly string[] {
  const tokens = text.match(token) ?? [];
  return tokens.flatMap((each, index) => {
    if (loose.has(each)) return [];
    if (/^\/[/*]/.test(each)) return [each.replace(/\s+\*?/g, "")];
    // formatters rewrite the code in ${…} too
    if (each.startsWith("`")) return [each.replace(/[\s,;()]/g, "").replaceAll("'", '"')];
    if (!/^["']/.test(each)) return [each];
    const content = each.slice(1, -1).replace(/\\(["'])/g, "$1");
    return [tokens[index + 1] === ":" ? content : `"${content}"`];
  });
}
